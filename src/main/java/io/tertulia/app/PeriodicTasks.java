package io.tertulia.app;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tertulia.node.PeriodicTask;
import io.tertulia.session.shared.SessionContext;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.stream.Stream;

/** The few timers of a node: what the heart does from time to time, it is told to from here. */
@Singleton
final class PeriodicTasks {
  private static final Duration ACTS = Duration.ofSeconds(5);

  void start(@Observes StartupEvent event, Vertx vertx, Ports ports, SessionContext context) {
    Stream.concat(
            ports.periodicTasks().stream(),
            Stream.of(new PeriodicTask(ACTS, context.house().acts()::tick)))
        .forEach(task -> vertx.setPeriodic(task.every().toMillis(), timer -> task.turn().run()));
  }

  void stop(@Observes ShutdownEvent event, Ports ports) {
    ports.close().run();
  }
}
