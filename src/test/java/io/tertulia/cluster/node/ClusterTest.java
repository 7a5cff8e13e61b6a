package io.tertulia.cluster.node;

import io.tertulia.redis.RedisBinary;

/** Over Redis 6.2. */
class ClusterTest extends ClusterContract {
  @Override
  RedisBinary binary() {
    return RedisBinary.EMBEDDED;
  }
}
