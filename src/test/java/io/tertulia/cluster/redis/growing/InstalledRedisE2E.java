package io.tertulia.cluster.redis.growing;

import io.tertulia.redis.RedisBinary;

/** With the Redis of this machine. */
class InstalledRedisE2E extends RedisGrowingContract {
  InstalledRedisE2E() {
    super(RedisBinary.INSTALLED);
  }
}
