package io.tertulia.cluster.redis.log;

import io.tertulia.redis.RedisBinary;

/** With Redis 6.2, which the tests bring with them. */
class RedisLogServerTest extends OverlayInRedisContract {
  RedisLogServerTest() {
    super(RedisBinary.EMBEDDED);
  }
}
