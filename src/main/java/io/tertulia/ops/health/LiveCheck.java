package io.tertulia.ops.health;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Live while every event loop runs. A blocked one does not come back by itself: restart the node.
 */
@Liveness
@Singleton
final class LiveCheck implements HealthCheck {
  static final Duration BLOCKED = Duration.ofSeconds(5);

  private final EventLoopMonitor monitor;

  LiveCheck(EventLoopMonitor monitor) {
    this.monitor = monitor;
  }

  @Override
  public HealthCheckResponse call() {
    List<EventLoopMonitor.Silence> silent = monitor.silentFor(BLOCKED);
    return HealthCheckResponse.named("event loops")
        .status(silent.isEmpty())
        .withData("why", silent.isEmpty() ? running() : blocked(silent))
        .build();
  }

  private String running() {
    return "all " + monitor.count() + " event loops run";
  }

  private static String blocked(List<EventLoopMonitor.Silence> silent) {
    return silent.stream()
        .map(loop -> loop.loop() + " has done nothing for " + loop.since().toSeconds() + " s")
        .collect(Collectors.joining(", ", "", ": something blocks it"));
  }
}
