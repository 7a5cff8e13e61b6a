package io.tertulia.session;

import io.tertulia.protocol.CloseCode;
import io.tertulia.protocol.Event;
import io.tertulia.session.timing.TimerWheel;
import org.jspecify.annotations.Nullable;

/**
 * The end of the credential that a client came in with: it is asked for a fresh one in time, and
 * closed when none came. On the session's loop only.
 */
final class Expiry {
  /** Milliseconds after the end that a fresh credential may take. */
  static final long GRACE = 25_000;

  /** Milliseconds before the end at which it is asked for at the latest. */
  static final long EARLY = 30_000;

  private final Session session;
  private @Nullable Credential current;

  Expiry(Session session) {
    this.session = session;
  }

  /**
   * From now on this counts and nothing before it.
   *
   * @param expiresAt milliseconds of the wall clock, 0 for never
   * @param wall what it is now
   */
  void admitted(long expiresAt, long wall) {
    current = null;
    if (expiresAt != 0) {
      long life = Math.max(0, expiresAt - wall);
      long now = session.wheel().now();
      Credential credential = new Credential(expiresAt, now + asks(life), now + life + GRACE);
      current = credential;
      session.wheel().add(credential, credential.askAt);
    }
  }

  /** After so many milliseconds of its life: when four fifths are over, and 30 s before its end. */
  private static long asks(long life) {
    return Math.max(0, Math.min(life * 4 / 5, life - EARLY));
  }

  /** Its times are the loop's. */
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
    public long tick(long now) {
      if (session.isClosed() || current != this) {
        return NEVER;
      }
      if (now >= closeAt) {
        session.close(CloseCode.EXPIRED);
        return NEVER;
      }
      if (now >= askAt && !asked) {
        asked = true;
        session.reply(new Event.Renew(expiresAt));
      }
      return asked ? closeAt : askAt;
    }
  }
}
