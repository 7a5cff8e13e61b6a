package io.tertulia.ops.drain;

import io.quarkus.runtime.StartupEvent;
import io.tertulia.protocol.CloseCode;
import io.tertulia.room.MessageLog;
import io.tertulia.transport.websocket.OpenSocket;
import io.tertulia.transport.websocket.OpenSockets;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends clients to another node when this one has not reached the log for long: it may be the only
 * one that is cut off. Once for each time that the log is away, and a few at a time. On one thread.
 */
@Singleton
final class LogAway {
  private static final long EVERY_MILLIS = 1_000;

  /** In so many ticks all are told. */
  private static final int SPREAD = 20;

  private final MessageLog.State log;
  private final OpenSockets sockets;
  private final Queue<OpenSocket> leaving = new ArrayDeque<>();
  private int pace;
  private @Nullable Long awaySince;
  private boolean told;

  LogAway(MessageLog.State log, OpenSockets sockets) {
    this.log = log;
    this.sockets = sockets;
  }

  void start(@Observes StartupEvent event, Vertx vertx) {
    vertx.setPeriodic(
        EVERY_MILLIS, timer -> tick(TimeUnit.NANOSECONDS.toMillis(System.nanoTime())));
  }

  /**
   * @param now monotonic milliseconds
   */
  private void tick(long now) {
    if (log.isUp()) {
      awaySince = null;
      told = false;
      leaving.clear();
      return;
    }
    if (awaySince == null) {
      awaySince = now;
    }
    if (!told && Duration.ofMillis(now - awaySince).compareTo(log.patience()) >= 0) {
      told = true;
      leaving.addAll(sockets.all());
      pace = Math.ceilDiv(leaving.size(), SPREAD);
    }
    for (int i = 0; i < pace && !leaving.isEmpty(); i++) {
      OpenSocket socket = leaving.remove();
      socket.connection().loop().execute(() -> socket.session().close(CloseCode.LOG_AWAY));
    }
  }
}
