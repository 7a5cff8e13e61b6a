package io.tertulia.ops.health;

import io.netty.util.concurrent.EventExecutor;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The heartbeat of every event loop, also of those that never had a socket: the next connection may
 * be given to them.
 */
@Singleton
final class EventLoopPulse {
  private static final long EVERY_MILLIS = 500;

  /** Written once, before the first check is asked. */
  private volatile List<Heart> hearts = List.of();

  /**
   * A loop that has done nothing for some time.
   *
   * @param loop the name of its thread
   */
  record Silence(String loop, Duration since) {}

  /** Beats on its loop, is looked at from elsewhere. */
  private static final class Heart {
    private volatile String loop = "an event loop that never ran";
    private volatile long beatAt = System.nanoTime();

    private void beat() {
      loop = Thread.currentThread().getName();
      beatAt = System.nanoTime();
    }

    private Silence silence() {
      return new Silence(loop, Duration.ofNanos(System.nanoTime() - beatAt));
    }
  }

  void start(@Observes StartupEvent event, Vertx vertx) {
    List<Heart> all = new ArrayList<>();
    for (EventExecutor loop : ((VertxInternal) vertx).getEventLoopGroup()) {
      Heart heart = new Heart();
      loop.scheduleAtFixedRate(heart::beat, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
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
