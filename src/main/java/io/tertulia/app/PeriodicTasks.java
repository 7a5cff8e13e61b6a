package io.tertulia.app;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** The few timers of a node: what the heart does from time to time, it is told to from here. */
@Singleton
final class PeriodicTasks {
  void start(@Observes StartupEvent event, Vertx vertx, Ports ports) {
    ports
        .periodicTasks()
        .forEach(task -> vertx.setPeriodic(task.every().toMillis(), timer -> task.turn().run()));
  }

  void stop(@Observes ShutdownEvent event, Ports ports) {
    ports.close().run();
  }
}
