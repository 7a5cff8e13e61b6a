package io.tertulia.session.connection;

import io.tertulia.session.timing.TimerWheel;

/**
 * Messages that were deleted while they waited for a client that reads slowly. Nothing that waits
 * can be taken back: so the client takes it within two looks, or it goes with the connection, and
 * the client comes back to what is left. On the loop only.
 */
public final class Retraction implements TimerWheel.Timed {
  /** Milliseconds between two looks, to which a tick may come: two are less than two seconds. */
  private static final long LOOK = 700;

  private final Outbox outbox;
  private final TimerWheel wheel;
  private final Runnable abort;

  /** What has to be taken by the next look, as {@link Outbox#mark}; 0 for nothing. */
  private long due;

  /** The same by the look after that. */
  private long then;

  /**
   * @param abort ends the connection with all that waits for it
   */
  public Retraction(Outbox outbox, TimerWheel wheel, Runnable abort) {
    this.outbox = outbox;
    this.wheel = wheel;
    this.abort = abort;
  }

  /**
   * @param mark as {@link Outbox#mark}
   */
  public void begin(long mark) {
    if (due == 0) {
      due = mark;
      wheel.add(this, wheel.now() + LOOK);
    } else {
      then = Math.max(then, mark);
    }
  }

  @Override
  public long tick(long now) {
    if (!outbox.hasTaken(due)) {
      abort.run();
      return NEVER;
    }
    due = then;
    then = 0;
    return due == 0 ? NEVER : now + LOOK;
  }
}
