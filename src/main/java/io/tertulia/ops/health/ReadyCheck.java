package io.tertulia.ops.health;

import io.tertulia.ops.drain.Drain;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready from the moment the node has heard itself until it is told to end. */
@Readiness
@Singleton
final class ReadyCheck implements HealthCheck {
  private static final Duration LATE = Duration.ofSeconds(10);

  private final SelfProbe probe;
  private final Drain drain;

  ReadyCheck(SelfProbe probe, Drain drain) {
    this.probe = probe;
    this.drain = drain;
  }

  @Override
  public HealthCheckResponse call() {
    boolean ready = probe.hasPassed() && !drain.isOn();
    return HealthCheckResponse.named("conversation with itself")
        .status(ready)
        .withData("why", why())
        .build();
  }

  private String why() {
    if (drain.isOn()) {
      return "this node is shutting down";
    }
    if (!probe.hasPassed()) {
      return "this node has not yet heard itself; what came back: " + probe.answer();
    }
    // One node in memory stays ready: nobody else could serve its members.
    Duration silence = probe.silence();
    String heard = "this node heard itself " + silence.toSeconds() + " s ago";
    return silence.compareTo(LATE) > 0
        ? heard + ", which is too long; what came back: " + probe.answer()
        : heard;
  }
}
