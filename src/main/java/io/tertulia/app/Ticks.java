package io.tertulia.app;

import io.quarkus.runtime.StartupEvent;
import io.tertulia.room.memory.MemoryMessageLog;
import io.tertulia.room.memory.MemoryPresence;
import io.tertulia.room.memory.MemoryRateLimits;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** The few timers of a node: what the heart does from time to time, it is told to from here. */
@Singleton
final class Ticks {
  private static final long PRESENCE = 100;
  private static final long RETENTION = 5_000;
  private static final long LIMITS = 5_000;

  void start(
      @Observes StartupEvent event,
      Vertx vertx,
      MemoryMessageLog log,
      MemoryPresence presence,
      MemoryRateLimits limits) {
    vertx.setPeriodic(PRESENCE, timer -> presence.tick());
    vertx.setPeriodic(RETENTION, timer -> log.tick());
    vertx.setPeriodic(LIMITS, timer -> limits.tick());
  }
}
