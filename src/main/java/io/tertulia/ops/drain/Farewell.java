package io.tertulia.ops.drain;

import io.tertulia.protocol.CloseCode;
import io.tertulia.session.Session;
import io.tertulia.transport.websocket.OpenSocket;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The goodbye to one socket: {@code goaway}, then some time to move, then what is under way is
 * finished, then Close. On the thread of whoever says it, the session on its loop. Times in
 * milliseconds.
 */
final class Farewell {
  /** How long commands under way may still take. */
  private static final long ANSWERS = 2_000;

  /** How long the peer's own Close may take. */
  private static final long PARTING = 2_000;

  private static final long PARTING_IN_A_HURRY = 200;

  /**
   * Why, and in what manner: a client has a random time of {@code least} to {@code most} to open
   * its next connection, so that not all come at once.
   */
  enum Cause {
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

    String reason() {
      return reason;
    }

    private long random() {
      return ThreadLocalRandom.current().nextLong(least, most);
    }
  }

  private final Session session;
  private final Executor loop;
  private final Cause cause;
  private final long tellAt;
  private boolean told;
  private long closeAt;

  Farewell(OpenSocket socket, Cause cause, long tellAt) {
    this.cause = cause;
    this.session = socket.session();
    this.loop = socket.connection().loop();
    this.tellAt = tellAt;
  }

  /**
   * Tells a socket that came while the node was already on its way out; it is served until its own
   * goodbye, which does not come sooner than it is told here.
   *
   * @param left until the goodbyes begin
   */
  static void sendOn(OpenSocket socket, long left) {
    socket
        .connection()
        .loop()
        .execute(() -> socket.session().sendAway(left + Cause.RESTART.least, Cause.RESTART.reason));
  }

  /** Does what is due; in a hurry everything is. */
  void step(long now, boolean hurried) {
    if (!told && (hurried || now >= tellAt)) {
      told = true;
      long after = hurried ? 0 : cause.random();
      closeAt = now + after;
      loop.execute(() -> tell(after));
    } else if (told && (hurried || now >= closeAt)) {
      closeAt = Math.min(closeAt, now);
      boolean late = now >= closeAt + ANSWERS;
      loop.execute(() -> close(late));
    }
  }

  /** Whether nothing more is to be waited for. */
  boolean isOver(long now, boolean hurried) {
    return told && now >= closeAt + (hurried ? PARTING_IN_A_HURRY : ANSWERS + PARTING);
  }

  /** A node that goes on living serves its client until the end. */
  private void tell(long after) {
    if (cause == Cause.RESTART) {
      session.drain(after, cause.reason);
    } else {
      session.sendAway(after, cause.reason);
    }
  }

  private void close(boolean late) {
    if (late || session.isQuiet()) {
      session.giveUp(cause.code);
    }
  }
}
