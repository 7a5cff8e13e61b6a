package io.tertulia.ops.drain;

import io.tertulia.protocol.CloseCode;
import io.tertulia.session.Session;
import io.tertulia.transport.websocket.OpenSocket;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The goodbye to one socket: {@code goaway}, then some time to move, then what is under way is
 * finished, then Close 1012. On the thread that shuts down, the session on its loop. Times in
 * milliseconds.
 */
final class Farewell {
  private static final String REASON = "restart";

  /** A client has this long to open its next connection; random, so that not all come at once. */
  private static final long LEAST = 500;

  private static final long MOST = 2_000;

  /** How long commands under way may still take. */
  private static final long ANSWERS = 2_000;

  /** How long the peer's own Close may take. */
  private static final long PARTING = 2_000;

  private static final long PARTING_IN_A_HURRY = 200;

  private final Session session;
  private final Executor loop;
  private final long tellAt;
  private boolean told;
  private long closeAt;

  Farewell(OpenSocket socket, long tellAt) {
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
    socket.connection().loop().execute(() -> socket.session().sendAway(left + LEAST, REASON));
  }

  /** Does what is due; in a hurry everything is. */
  void step(long now, boolean hurried) {
    if (!told && (hurried || now >= tellAt)) {
      told = true;
      long after = hurried ? 0 : ThreadLocalRandom.current().nextLong(LEAST, MOST);
      closeAt = now + after;
      loop.execute(() -> session.drain(after, REASON));
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

  private void close(boolean late) {
    if (late || session.isQuiet()) {
      session.giveUp(CloseCode.SERVICE_RESTART);
    }
  }
}
