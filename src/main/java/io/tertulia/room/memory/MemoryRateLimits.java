package io.tertulia.room.memory;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.tertulia.room.RateLimits;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One token bucket for each session and each address that asked for something lately. */
public final class MemoryRateLimits implements RateLimits {
  /** A bucket is full again long before; forgetting it changes nothing. */
  private static final Duration IDLE = Duration.ofMinutes(1);

  private static final int BUCKETS = 100_000;

  private final Map<Kind, LoadingCache<String, Bucket>> buckets = new EnumMap<>(Kind.class);

  /**
   * @param rates permits a second for one name of each kind; twice as many may be taken at once
   */
  public MemoryRateLimits(Map<Kind, Integer> rates, Clock clock) {
    rates.forEach(
        (kind, rate) ->
            buckets.put(
                kind,
                Caffeine.newBuilder()
                    .maximumSize(BUCKETS)
                    .expireAfterAccess(IDLE)
                    .build(name -> bucket(rate, clock))));
  }

  @Override
  public long take(Kind kind, String name) {
    LoadingCache<String, Bucket> named = buckets.get(kind);
    if (named == null) {
      return 0;
    }
    long nanos = named.get(name).tryConsumeAndReturnRemaining(1).getNanosToWaitForRefill();
    return nanos == 0 ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos));
  }

  private static Bucket bucket(int rate, Clock clock) {
    return Bucket.builder()
        .withCustomTimePrecision(new ClockMeter(clock))
        .addLimit(limit -> limit.capacity(2L * rate).refillGreedy(rate, Duration.ofSeconds(1)))
        .build();
  }

  private record ClockMeter(Clock clock) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return TimeUnit.MILLISECONDS.toNanos(clock.millis());
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }
}
