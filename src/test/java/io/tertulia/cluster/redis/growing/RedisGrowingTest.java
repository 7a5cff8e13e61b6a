package io.tertulia.cluster.redis.growing;

import io.tertulia.redis.RedisBinary;

/** With Redis 6.2, which the tests bring with them. */
class RedisGrowingTest extends RedisGrowingContract {
  RedisGrowingTest() {
    super(RedisBinary.EMBEDDED);
  }
}
