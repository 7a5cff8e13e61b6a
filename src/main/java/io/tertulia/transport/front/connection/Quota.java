package io.tertulia.transport.front.connection;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** So much of something for everybody together, and so much of it for one name. Any thread. */
final class Quota {
  private final long inAll;
  private final long each;
  private final AtomicLong taken = new AtomicLong();
  private final ConcurrentHashMap<String, Long> byName = new ConcurrentHashMap<>();

  Quota(FrontLimits.Share most) {
    this.inAll = most.inAll();
    this.each = most.each();
  }

  /**
   * @param name null when it counts for nobody, only in all
   * @return whether there was so much left; only then it is taken, until {@link #give}
   */
  boolean take(@Nullable String name, long amount) {
    if (taken.addAndGet(amount) > inAll) {
      taken.addAndGet(-amount);
      return false;
    }
    if (name != null && byName.merge(name, amount, Long::sum) > each) {
      give(name, amount);
      return false;
    }
    return true;
  }

  void give(@Nullable String name, long amount) {
    taken.addAndGet(-amount);
    if (name != null) {
      byName.computeIfPresent(name, (known, held) -> held <= amount ? null : held - amount);
    }
  }

  long taken() {
    return taken.get();
  }
}
