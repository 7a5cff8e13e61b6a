package io.tertulia.ops.drain;

import io.tertulia.protocol.CloseCode;
import io.tertulia.session.Session;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * The goodbye to one socket: {@code goaway}, then some time to move, then what is under way is
 * finished, then Close. On the thread of whoever says it, the session on its loop. Times in
 * milliseconds.
 */
public final class SocketDrain {
  /** How long commands under way may still take. */
  private static final long ANSWERS = 2_000;

  /** How long the peer's own Close may take. */
  private static final long PARTING = 2_000;

  private static final long PARTING_IN_A_HURRY = 200;

  /**
   * Why, and in what manner: a client has a random time of {@code least} to {@code most} to open
   * its next connection, so that not all come at once.
   */
  public enum Cause {
    RESTART("restart", CloseCode.SERVICE_RESTART, 500, 2_000),
    BALANCE("balance", CloseCode.MOVED, 2_000, 5_000),
    AGE("age", CloseCode.MOVED, 2_000, 5_000);

    private final String reason;
    private final CloseCode code;
    private final long least;
    private final long most;

    Cause(String reason, CloseCode code, long least, long most) {
      this.reason = reason;
      this.code = code;
      this.least = least;
      this.most = most;
    }

    /** As the client and the measures are told. */
    public String reason() {
      return reason;
    }

    private long random() {
      return ThreadLocalRandom.current().nextLong(least, most);
    }
  }

  private static final long NOT_YET = Long.MAX_VALUE;

  private final Session session;
  private final Executor loop;
  private final Cause cause;
  private final long tellAt;
  private final LongSupplier clock;

  /** Whether the loop has been asked for a step and has not come to it. */
  private final AtomicBoolean asked = new AtomicBoolean();

  /** On the thread of whoever says it, as {@link #hurriedAt}. */
  private boolean begun;

  private long hurriedAt = NOT_YET;

  /** Until when the client was told that it has; set on the loop, when it is told. */
  private volatile long closeAt = NOT_YET;

  /** On the loop: when it saw that the time was over. */
  private long overAt = NOT_YET;

  /**
   * @param tellAt when the client is told that it has to go, by the JVM's monotonic clock
   */
  public SocketDrain(Session session, Cause cause, long tellAt) {
    this(session, session.loop(), cause, tellAt, SocketDrain::now);
  }

  /**
   * @param clock that of all the times here
   */
  SocketDrain(Session session, Executor loop, Cause cause, long tellAt, LongSupplier clock) {
    this.session = session;
    this.loop = loop;
    this.cause = cause;
    this.tellAt = tellAt;
    this.clock = clock;
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /**
   * Tells a socket that came while the node was already on its way out; it is served until its own
   * goodbye, which does not come sooner than it is told here.
   *
   * @param until when the goodbyes begin
   */
  static void sendOn(Session session, long until) {
    session
        .loop()
        .execute(
            () -> {
              long left = Math.max(0, until - now()) + Cause.RESTART.least;
              session.sendAway(left, Cause.RESTART.reason);
            });
  }

  /** Does what is due; in a hurry everything is. From one thread, again and again. */
  public void step(long now, boolean hurried) {
    if (hurried) {
      hurriedAt = Math.min(hurriedAt, now);
    }
    if (!begun && (hurried || now >= tellAt)) {
      begun = true;
      long after = hurried ? 0 : cause.random();
      ask(() -> tell(after));
    } else if (begun && (hurried || now >= closeAt)) {
      ask(() -> close(hurried));
    }
  }

  /** One step at a time: what a late loop had lying there would follow without a look around. */
  private void ask(Runnable step) {
    if (asked.compareAndSet(false, true)) {
      loop.execute(
          () -> {
            asked.set(false);
            step.run();
          });
    }
  }

  /** Whether nothing more is to be waited for. */
  boolean isOver(long now, boolean hurried) {
    return hurried
        ? hurriedAt != NOT_YET && now - hurriedAt >= PARTING_IN_A_HURRY
        : closeAt != NOT_YET && now - closeAt >= ANSWERS + PARTING;
  }

  /** A node that goes on living serves its client until the end. */
  private void tell(long after) {
    if (cause == Cause.RESTART) {
      session.drain(after, cause.reason);
    } else {
      session.sendAway(after, cause.reason);
    }
    closeAt = clock.getAsLong() + after;
  }

  /** Not at once when the time is over: what the client has said until then is read first. */
  private void close(boolean hurried) {
    long now = clock.getAsLong();
    if (overAt == NOT_YET && !hurried) {
      overAt = now;
    } else if (hurried || now - overAt >= ANSWERS || session.isQuiet()) {
      session.giveUp(cause.code);
    }
  }
}
