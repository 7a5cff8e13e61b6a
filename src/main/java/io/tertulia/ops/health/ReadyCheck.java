package io.tertulia.ops.health;

import io.tertulia.ops.drain.Drain;
import io.tertulia.room.MessageLog;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready from the moment the node has heard itself until it is told to end. */
@Readiness
@Singleton
final class ReadyCheck implements HealthCheck {
  private static final Duration LATE = Duration.ofSeconds(10);

  private final SelfProbe probe;
  private final Drain drain;
  private final MessageLog.State log;

  ReadyCheck(SelfProbe probe, Drain drain, MessageLog.State log) {
    this.probe = probe;
    this.drain = drain;
    this.log = log;
  }

  @Override
  public HealthCheckResponse call() {
    boolean ready = probe.hasPassed() && !drain.isOn();
    String trouble = log.trouble();
    HealthCheckResponseBuilder answer =
        HealthCheckResponse.named("conversation with itself").status(ready).withData("why", why());
    return (trouble == null ? answer : answer.withData("log", trouble)).build();
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
