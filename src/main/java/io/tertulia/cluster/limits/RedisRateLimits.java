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

  /** Who took less than this part of a second's rate on a node is not worth telling of. */
  private static final int SMALL = 10;

  /** Milliseconds after which a name that takes nothing is forgotten. */
  private static final long QUIET = 5_000;

  /** Names told of in one go, the busiest first. */
  private static final int MOST = 250;

  private final Map<Name, Use> uses = new ConcurrentHashMap<>();
  private final Map<Kind, Integer> rates;
  private final MemoryRateLimits here;
  private final Counters counters;
  private final InstantSource time;
  private final LongSupplier clusterTime;

  /** Whether the counters are being asked. Guarded by this. */
  private boolean asking;

  private record Name(Kind kind, String name) {}

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
    if (wait == 0 && SHARED.contains(kind)) {
      long now = time.millis();
      uses.compute(
          new Name(kind, name), (key, known) -> (known == null ? new Use() : known).took(now));
    }
    return wait;
  }

  /** Adds up what was taken, and forgets who is quiet. Called about twice a second. */
  public synchronized void tick() {
    here.tick();
    long then = time.millis() - QUIET;
    uses.keySet().forEach(name -> uses.computeIfPresent(name, (key, use) -> use.since(then)));
    if (!asking) {
      ask();
    }
  }

  /** Names that are remembered. */
  public int size() {
    return here.size() + uses.size();
  }

  private void ask() {
    List<Map.Entry<Name, Use>> busy = busiest();
    if (busy.isEmpty()) {
      return;
    }
    long window = Math.floorDiv(clusterTime.getAsLong(), Counters.WINDOW.toMillis());
    List<Count> counts = new ArrayList<>(busy.size());
    for (Map.Entry<Name, Use> entry : busy) {
      Name name = entry.getKey();
      counts.add(new Count(name.kind(), name.name(), window, entry.getValue().tell()));
    }
    asking = true;
    CompletionStage<long[]> sums = counters.add(counts);
    sums.whenComplete((all, failure) -> answered(counts, busy, failure == null ? all : null));
  }

  private List<Map.Entry<Name, Use>> busiest() {
    return uses.entrySet().stream()
        .filter(use -> use.getValue().isWorthTelling(leastOf(use.getKey().kind())))
        .sorted(Comparator.comparingLong(use -> -use.getValue().untold()))
        .limit(MOST)
        .toList();
  }

  private long leastOf(Kind kind) {
    return Math.max(1, rates.getOrDefault(kind, 1) / SMALL);
  }

  /**
   * @param sums null when they are not known
   */
  private synchronized void answered(
      List<Count> counts, List<Map.Entry<Name, Use>> busy, long @Nullable [] sums) {
    asking = false;
    for (int i = 0; i < counts.size(); i++) {
      Count count = counts.get(i);
      Use use = busy.get(i).getValue();
      if (sums == null) {
        use.lostSight();
      } else {
        long elsewhere = use.granted(count, sums[i]);
        here.charge(count.kind(), count.name(), elsewhere);
      }
    }
  }
}
