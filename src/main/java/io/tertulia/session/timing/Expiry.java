package io.tertulia.session.timing;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The end of the credential that a client came in with: it is asked for a fresh one in time, and
 * closed when none came. On the wheel's loop only.
 */
public final class Expiry {
  /** Milliseconds after the end that a fresh credential may take. */
  static final long GRACE = 25_000;

  /** Milliseconds before the end at which it is asked for at the latest. */
  static final long EARLY = 30_000;

  private final TimerWheel wheel;
  private final LongSupplier wall;
  private final Holder holder;
  private @Nullable Credential current;

  /** Who came in with a credential. */
  public interface Holder {
    /** Whether it is gone. */
    boolean isClosed();

    /**
     * @param by when the credential ends, in milliseconds of the wall clock
     */
    void renew(long by);

    /** It did not renew in time. */
    void expired();
  }

  /**
   * @param wall milliseconds of the wall clock: a loop that stood still must not make a credential
   *     live longer
   */
  public Expiry(TimerWheel wheel, LongSupplier wall, Holder holder) {
    this.wheel = wheel;
    this.wall = wall;
    this.holder = holder;
  }

  /**
   * From now on this counts and nothing before it.
   *
   * @param expiresAt milliseconds of the wall clock, 0 for never
   */
  public void admitted(long expiresAt) {
    current = null;
    if (expiresAt != 0) {
      long now = wall.getAsLong();
      long life = Math.max(0, expiresAt - now);
      Credential credential = new Credential(expiresAt, now + asks(life), now + life + GRACE);
      current = credential;
      wheel.add(credential, wheel.now() + asks(life));
    }
  }

  /** After so many milliseconds of its life: when four fifths are over, and 30 s before its end. */
  private static long asks(long life) {
    return Math.max(0, Math.min(life * 4 / 5, life - EARLY));
  }

  /** Its times are the wall clock's. */
  private final class Credential implements TimerWheel.Timed {
    private final long expiresAt;
    private final long askAt;
    private final long closeAt;
    private boolean asked;

    private Credential(long expiresAt, long askAt, long closeAt) {
      this.expiresAt = expiresAt;
      this.askAt = askAt;
      this.closeAt = closeAt;
    }

    @Override
    public long tick(long loopNow) {
      long now = wall.getAsLong();
      if (holder.isClosed() || current != this) {
        return NEVER;
      }
      if (now >= closeAt) {
        holder.expired();
        return NEVER;
      }
      if (now >= askAt && !asked) {
        asked = true;
        holder.renew(expiresAt);
      }
      return loopNow + (asked ? closeAt : askAt) - now;
    }
  }
}
