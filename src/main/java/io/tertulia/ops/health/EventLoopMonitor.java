package io.tertulia.ops.health;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The heartbeat of every event loop, also of those that never had a socket: the next connection may
 * be given to them.
 */
@Singleton
final class EventLoopMonitor {
  private static final Duration EVERY = Duration.ofMillis(500);

  private final LongSupplier nanoTime;

  /** Written once, before the first check is asked. */
  private volatile List<Heart> hearts = List.of();

  @Inject
  EventLoopMonitor() {
    this(System::nanoTime);
  }

  /**
   * @param nanoTime monotonic
   */
  EventLoopMonitor(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * A loop that has done nothing for some time.
   *
   * @param loop the name of its thread
   */
  record Silence(String loop, Duration since) {}

  /** Beats on its loop, is looked at from elsewhere. */
  private final class Heart {
    private final LongConsumer lag;
    private volatile String loop = "an event loop that never ran";
    private volatile long beatAt = nanoTime.getAsLong();

    private Heart(LongConsumer lag) {
      this.lag = lag;
    }

    private void beat() {
      loop = Thread.currentThread().getName();
      long now = nanoTime.getAsLong();
      lag.accept(Math.max(0, now - beatAt - EVERY.toNanos()));
      beatAt = now;
    }

    private Silence silence() {
      return new Silence(loop, Duration.ofNanos(nanoTime.getAsLong() - beatAt));
    }
  }

  void start(@Observes StartupEvent event, Vertx vertx, MeterRegistry registry) {
    Timer lag =
        Timer.builder("tertulia.eventloop.lag")
            .description("how much later than asked an event loop did what it was asked to")
            .serviceLevelObjectives(
                Stream.of(1, 5, 25, 100, 500, 2_500)
                    .map(Duration::ofMillis)
                    .toArray(Duration[]::new))
            .register(registry);
    watch(
        ((VertxInternal) vertx).getEventLoopGroup(),
        nanos -> lag.record(nanos, TimeUnit.NANOSECONDS));
  }

  /**
   * @param lag hears, on the loop, by how many nanoseconds each beat was late
   */
  void watch(Iterable<? extends ScheduledExecutorService> loops, LongConsumer lag) {
    List<Heart> all = new ArrayList<>();
    for (ScheduledExecutorService loop : loops) {
      Heart heart = new Heart(lag);
      loop.scheduleAtFixedRate(heart::beat, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
      all.add(heart);
    }
    hearts = List.copyOf(all);
  }

  /** The loops that have been silent for longer than this. */
  List<Silence> silentFor(Duration limit) {
    return hearts.stream()
        .map(Heart::silence)
        .filter(silence -> silence.since().compareTo(limit) > 0)
        .toList();
  }

  int count() {
    return hearts.size();
  }
}
