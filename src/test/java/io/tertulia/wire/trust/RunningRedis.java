package io.tertulia.wire.trust;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.tertulia.redis.RedisBinary;
import io.tertulia.redis.RedisServer;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A Redis for a node, which the test may stop and start. */
public final class RunningRedis implements QuarkusTestResourceLifecycleManager {
  private @Nullable RedisServer redis;

  @Override
  public Map<String, String> start() {
    RedisServer started = RedisServer.start(RedisBinary.EMBEDDED);
    redis = started;
    return Map.of("quarkus.redis.hosts", started.url());
  }

  @Override
  public void inject(TestInjector into) {
    into.injectIntoFields(
        Objects.requireNonNull(redis), (Field field) -> field.getType() == RedisServer.class);
  }

  @Override
  public void stop() {
    if (redis != null) {
      redis.close();
    }
  }
}
