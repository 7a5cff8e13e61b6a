package io.tertulia.room.memory;

import io.tertulia.room.RateLimits;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How much was taken lately under each name; a name that may take its all again is forgotten. */
public final class MemoryRateLimits implements RateLimits {
  private final Map<Kind, Buckets> buckets = new EnumMap<>(Kind.class);
  private final InstantSource time;

  /**
   * @param rates permits a second for one name of each kind; twice as many may be taken at once
   * @param time monotonic
   */
  public MemoryRateLimits(Map<Kind, Integer> rates, InstantSource time) {
    this.time = time;
    rates.forEach((kind, rate) -> buckets.put(kind, new Buckets(rate)));
  }

  @Override
  public long take(Kind kind, String name) {
    Buckets of = buckets.get(kind);
    return of == null ? 0 : of.take(name, micros());
  }

  /**
   * Takes permits that were granted elsewhere, whether there are so many or not: who is in debt
   * waits longer, but never more than a minute longer.
   */
  public void charge(Kind kind, String name, long permits) {
    Buckets of = buckets.get(kind);
    if (of != null && permits > 0) {
      of.charge(name, micros(), permits);
    }
  }

  /** Forgets whoever may take everything again. Called every few seconds. */
  public void tick() {
    long now = micros();
    buckets.values().forEach(of -> of.fullAt.values().removeIf(fullAt -> fullAt <= now));
  }

  /** Names that are remembered. */
  public int size() {
    return buckets.values().stream().mapToInt(of -> of.fullAt.size()).sum();
  }

  private long micros() {
    return time.millis() * 1_000;
  }

  /** The token buckets of one kind, each as the moment in microseconds when it is full again. */
  private static final class Buckets {
    private static final long DEBT = 60_000_000;

    private final Map<String, Long> fullAt = new ConcurrentHashMap<>();
    private final long permit;
    private final long capacity;

    private Buckets(int rate) {
      permit = 1_000_000L / rate;
      capacity = 2L * rate * permit;
    }

    /**
     * @return milliseconds to wait, 0 when a permit was taken
     */
    private long take(String name, long now) {
      long[] wait = {0};
      fullAt.compute(
          name,
          (key, known) -> {
            long before = known == null ? now : Math.max(known, now);
            long missing = before + permit - now - capacity;
            wait[0] = missing <= 0 ? 0 : Math.ceilDiv(missing, 1_000);
            return missing <= 0 ? before + permit : before;
          });
      return wait[0];
    }

    private void charge(String name, long now, long permits) {
      long most = capacity + DEBT;
      long more = Math.min(permits, most / Math.max(1, permit)) * permit;
      fullAt.compute(
          name,
          (key, known) ->
              Math.min(now + most, more + (known == null ? now : Math.max(known, now))));
    }
  }
}
