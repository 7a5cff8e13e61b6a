package io.tertulia.cluster.redis.connection;

import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: anything up to a ceiling, which doubles. The whole wait
 * is drawn, so that many nodes that lost Redis in one moment come back spread out.
 */
final class Backoff {
  private static final long FIRST_MILLIS = 100;
  private static final long MOST_MILLIS = 1_000;

  private final RandomGenerator random;
  private long ceiling = FIRST_MILLIS;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  long next() {
    long wait = random.nextLong(ceiling + 1);
    ceiling = Math.min(MOST_MILLIS, 2 * ceiling);
    return wait;
  }

  void reset() {
    ceiling = FIRST_MILLIS;
  }
}
