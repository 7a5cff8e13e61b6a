package io.tertulia.ops.health;

import io.quarkus.runtime.StartupEvent;
import io.tertulia.room.fanout.MembershipLimiter;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import javax.management.NotificationEmitter;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether what is live fills the heap: said by the collector after each collection, so that who
 * asks pays nothing. A node ends when its memory does, so before that nobody may come in for whom
 * there is none.
 */
@Singleton
public final class HeapWatch implements MembershipLimiter.Heap {
  private static final Logger LOG = Logger.getLogger(HeapWatch.class);

  private final Supplier<@Nullable MemoryUsage> afterCollection;
  private final int percent;
  private volatile boolean full;

  @Inject
  HeapWatch(MembershipLimiter.Bounds bounds) {
    this(old(), bounds.heap());
  }

  /**
   * @param afterCollection where what lives long is, as it was after the last collection of it;
   *     null when there was none
   * @param percent of it that is too much
   */
  HeapWatch(Supplier<@Nullable MemoryUsage> afterCollection, int percent) {
    this.afterCollection = afterCollection;
    this.percent = percent;
  }

  void start(@Observes StartupEvent event) {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener((notification, handback) -> look(), null, null);
      }
    }
  }

  private static Supplier<@Nullable MemoryUsage> old() {
    Optional<MemoryPoolMXBean> old =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .filter(MemoryPoolMXBean::isCollectionUsageThresholdSupported)
            .max(Comparator.comparingLong(pool -> pool.getUsage().getMax()));
    return () -> old.map(MemoryPoolMXBean::getCollectionUsage).orElse(null);
  }

  @Override
  public boolean isFull() {
    return full;
  }

  /** After a collection; on the JVM's own thread for that. */
  void look() {
    MemoryUsage usage = afterCollection.get();
    boolean now =
        usage != null && usage.getMax() > 0 && usage.getUsed() * 100 >= usage.getMax() * percent;
    if (now != full) {
      full = now;
      tell(now);
    }
  }

  private void tell(boolean now) {
    if (now) {
      LOG.warnf(
          "More than %d %% of the heap is in use: nobody can join a room here until it is less.",
          percent);
    } else {
      LOG.info("There is memory again: rooms can be joined.");
    }
  }
}
