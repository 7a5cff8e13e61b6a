package io.tertulia.ops.balance;

import io.quarkus.runtime.StartupEvent;
import io.tertulia.protocol.CloseCode;
import io.tertulia.room.MessageLog;
import io.tertulia.session.Session;
import io.tertulia.session.registry.Clients;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Sends clients to another node when this one has not reached the log for long: it may be the only
 * one that is cut off. Once for each time that the log is away, and a few at a time. On one thread.
 */
@Singleton
final class LogOutageEviction {
  private static final Duration EVERY = Duration.ofSeconds(1);

  /** In so many ticks all are told. */
  private static final int SPREAD = 20;

  private final MessageLog.State log;
  private final Clients clients;
  private final Queue<Session> leaving = new ArrayDeque<>();
  private int pace;
  private Duration away = Duration.ZERO;
  private boolean told;

  LogOutageEviction(MessageLog.State log, Clients clients) {
    this.log = log;
    this.clients = clients;
  }

  void start(@Observes StartupEvent event, Vertx vertx) {
    vertx.setTimer(
        EVERY.toMillis(),
        timer -> {
          tick();
          start(event, vertx);
        });
  }

  /**
   * Counts its own turns, of which none is made up for: while all of the node stands still, the log
   * is not away.
   */
  private void tick() {
    if (log.isUp()) {
      away = Duration.ZERO;
      told = false;
      leaving.clear();
      return;
    }
    if (!told && away.compareTo(log.patience()) >= 0) {
      told = true;
      leaving.addAll(clients.all());
      pace = Math.ceilDiv(leaving.size(), SPREAD);
    }
    for (int i = 0; i < pace && !leaving.isEmpty(); i++) {
      Session session = leaving.remove();
      session.loop().execute(() -> session.close(CloseCode.LOG_AWAY));
    }
    away = away.plus(EVERY);
  }
}
