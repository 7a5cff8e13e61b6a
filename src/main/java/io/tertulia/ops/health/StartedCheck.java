package io.tertulia.ops.health;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Started once the node has heard itself, and for good. */
@Startup
@Singleton
final class StartedCheck implements HealthCheck {
  private final SelfProbe probe;

  StartedCheck(SelfProbe probe) {
    this.probe = probe;
  }

  @Override
  public HealthCheckResponse call() {
    boolean passed = probe.hasPassed();
    return HealthCheckResponse.named("first conversation with itself")
        .status(passed)
        .withData(
            "why", passed ? "this node has heard itself" : "this node has not yet heard itself")
        .build();
  }
}
