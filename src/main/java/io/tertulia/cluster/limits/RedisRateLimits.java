package io.tertulia.cluster.limits;

import io.tertulia.cluster.limits.Counters.Count;
import io.tertulia.room.RateLimits;
import io.tertulia.room.memory.MemoryRateLimits;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Rates over all nodes. A request takes from the bucket of its own node, without asking anybody.
 * Twice a second the nodes add up what the busy names took, and each takes from its own bucket what
 * the others granted: so the buckets of one name are one, seen with a delay of a moment. While
 * Redis is away each is its own.
 */
public final class RedisRateLimits implements RateLimits {
  private static final Set<Kind> SHARED = EnumSet.of(Kind.USER, Kind.ADDRESS);

  /** Who took less than this part of a second's rate since the last tick is not busy. */
  private static final int SMALL = 20;

  /** Names told of in one go, the busiest first. */
  private static final int MOST = 250;

  private final Map<Name, SharedBucket> uses = new ConcurrentHashMap<>();
  private final Map<Kind, Integer> rates;
  private final MemoryRateLimits here;
  private final Counters counters;
  private final InstantSource time;
  private final LongSupplier clusterTime;

  /** Whether the counters are being asked. Guarded by this. */
  private boolean asking;

  private record Name(Kind kind, String name) {}

  /**
   * @param untold as it was when the names were compared: it goes on growing
   */
  private record Busy(Name name, SharedBucket use, long untold) {}

  /**
   * @param rates permits a second for one name of each kind on all nodes together; twice as many
   *     may be taken at once
   * @param time monotonic
   * @param clusterTime milliseconds, about the same on every node
   */
  public RedisRateLimits(
      Map<Kind, Integer> rates, Counters counters, InstantSource time, LongSupplier clusterTime) {
    this.rates = Map.copyOf(rates);
    this.here = new MemoryRateLimits(rates, time);
    this.counters = counters;
    this.time = time;
    this.clusterTime = clusterTime;
  }

  @Override
  public long take(Kind kind, String name) {
    long wait = here.take(kind, name);
    if (SHARED.contains(kind)) {
      note(new Name(kind, name), wait == 0, time.millis());
    }
    return wait;
  }

  private void note(Name name, boolean granted, long now) {
    if (granted) {
      uses.compute(name, (key, known) -> (known == null ? new SharedBucket(now) : known).took());
    } else {
      // Who waits for what it took elsewhere takes nothing here, and must not be lost sight of.
      uses.computeIfPresent(name, (key, known) -> known.refused(now));
    }
  }

  /** Adds up what was taken, and forgets who is not busy. Called about twice a second. */
  public synchronized void tick() {
    here.tick();
    if (!asking) {
      long now = time.millis();
      uses.keySet().forEach(name -> uses.computeIfPresent(name, (n, use) -> weigh(n, use, now)));
      ask();
    }
  }

  private @Nullable SharedBucket weigh(Name name, SharedBucket use, long now) {
    return use.unlessQuiet(Math.max(1, rates.getOrDefault(name.kind(), 1) / SMALL), now);
  }

  /** Names that are remembered. */
  public int size() {
    return here.size() + uses.size();
  }

  private void ask() {
    List<Busy> busy = busiest();
    if (busy.isEmpty()) {
      return;
    }
    long window = Math.floorDiv(clusterTime.getAsLong(), Counters.WINDOW.toMillis());
    List<Count> counts = new ArrayList<>(busy.size());
    for (Busy one : busy) {
      counts.add(new Count(one.name.kind(), one.name.name(), window, one.use.tell()));
    }
    asking = true;
    CompletionStage<long[]> sums = counters.add(counts);
    sums.whenComplete((all, failure) -> answered(counts, busy, failure == null ? all : null));
  }

  private List<Busy> busiest() {
    return uses.entrySet().stream()
        .map(entry -> new Busy(entry.getKey(), entry.getValue(), entry.getValue().untold()))
        .sorted(Comparator.comparingLong(one -> -one.untold))
        .limit(MOST)
        .toList();
  }

  /**
   * @param sums null when they are not known
   */
  private synchronized void answered(List<Count> counts, List<Busy> busy, long @Nullable [] sums) {
    asking = false;
    for (int i = 0; i < busy.size(); i++) {
      Count count = counts.get(i);
      SharedBucket use = busy.get(i).use;
      if (sums == null) {
        use.lostSight();
      } else {
        here.charge(count.kind(), count.name(), use.granted(count, sums[i]));
      }
    }
  }
}
