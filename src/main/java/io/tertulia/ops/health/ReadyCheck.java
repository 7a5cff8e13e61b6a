package io.tertulia.ops.health;

import io.tertulia.ops.drain.Drain;
import io.tertulia.room.MessageLog;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready from the moment the node has heard itself until it is told to end. What comes after that
 * moment, a Redis that is away above all, takes no node out: it would take out all of them at once.
 * A node that can only do less says so in its answer and in its measures.
 */
@Readiness
@Singleton
final class ReadyCheck implements HealthCheck {
  private static final Duration LATE = Duration.ofSeconds(10);

  /** The rooms are compared with the log about once a second. */
  private static final Duration UNCHECKED = Duration.ofSeconds(5);

  private final SelfProbe probe;
  private final BooleanSupplier draining;
  private final MessageLog.State log;

  @Inject
  ReadyCheck(SelfProbe probe, Drain drain, MessageLog.State log) {
    this(probe, drain::isOn, log);
  }

  ReadyCheck(SelfProbe probe, BooleanSupplier draining, MessageLog.State log) {
    this.probe = probe;
    this.draining = draining;
    this.log = log;
  }

  @Override
  public HealthCheckResponse call() {
    boolean ready = probe.hasPassed() && !draining.getAsBoolean();
    HealthCheckResponseBuilder answer =
        HealthCheckResponse.named("conversation with itself").status(ready).withData("why", why());
    String trouble = log.trouble();
    if (trouble != null) {
      answer.withData("log", trouble);
    }
    Duration unchecked = log.unchecked();
    if (unchecked.compareTo(UNCHECKED) > 0) {
      answer.withData("rooms", unchecked(unchecked));
    }
    return answer.build();
  }

  private static String unchecked(Duration age) {
    return "last compared with the log "
        + age.toSeconds()
        + " s ago, which is too long: what was said since then may come late";
  }

  private String why() {
    if (draining.getAsBoolean()) {
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
