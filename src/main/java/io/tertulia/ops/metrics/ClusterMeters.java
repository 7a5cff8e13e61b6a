package io.tertulia.ops.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tertulia.cluster.follow.FollowerContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** What a node of a cluster had to put right. */
@Singleton
final class ClusterMeters implements FollowerContext.Meter {
  private static final Logger LOG = Logger.getLogger(ClusterMeters.class);

  /** Between two lines about what others can make happen as often as they like. */
  private static final Duration SILENCE = Duration.ofMinutes(1);

  private final Counter holes;
  private final Counter repaired;
  private final Counter late;
  private final Counter forks;
  private final Counter full;
  private final Counter strays;
  private final AtomicLong saidAt = new AtomicLong(System.nanoTime() - SILENCE.toNanos());

  ClusterMeters(MeterRegistry registry) {
    holes = counter(registry, "holes", "times that the bus had lost something, found in the log");
    repaired = counter(registry, "repaired", "entries put back that Redis had lost");
    late = counter(registry, "late", "entries that Redis had lost too long ago to be put back");
    forks = counter(registry, "forks", "times that a room's members had to go back to the log");
    full = counter(registry, "tail.full", "times that entries were let go before their time");
    strays =
        counter(registry, "strays", "what no node of this cluster said on a channel, left out");
  }

  @Override
  public void hole() {
    holes.increment();
  }

  @Override
  public void repaired(long entries, long tooLate) {
    repaired.increment((double) entries);
    late.increment((double) tooLate);
    if (entries + tooLate > 0) {
      LOG.warnf("Redis had lost entries: %d put back, %d too late for that", entries, tooLate);
    }
  }

  @Override
  public void fork() {
    forks.increment();
  }

  @Override
  public void tailFull() {
    full.increment();
    LOG.warn(
        "more is held than tertulia.cluster.tail-bytes allows: the oldest is let go before its"
            + " time");
  }

  @Override
  public void stray() {
    strays.increment();
    long now = System.nanoTime();
    long before = saidAt.get();
    if (now - before >= SILENCE.toNanos() && saidAt.compareAndSet(before, now)) {
      LOG.warn(
          "something on a channel of Redis was said by no node of this cluster and is left out:"
              + " have all nodes the same tertulia.security.secret and tertulia.security.cluster,"
              + " and the same release?");
    }
  }

  private static Counter counter(MeterRegistry registry, String name, String what) {
    return Counter.builder("tertulia." + name).description(what).register(registry);
  }
}
