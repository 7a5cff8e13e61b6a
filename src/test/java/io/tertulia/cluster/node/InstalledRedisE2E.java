package io.tertulia.cluster.node;

import io.tertulia.redis.RedisBinary;

/** Over the machine's own Redis. */
class InstalledRedisE2E extends ClusterContract {
  @Override
  RedisBinary binary() {
    return RedisBinary.INSTALLED;
  }
}
