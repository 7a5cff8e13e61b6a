package io.tertulia.cluster.redis.log;

import io.tertulia.redis.RedisBinary;

/** With the Redis of this machine. */
class InstalledRedisE2E extends OverlayInRedisContract {
  InstalledRedisE2E() {
    super(RedisBinary.INSTALLED);
  }
}
