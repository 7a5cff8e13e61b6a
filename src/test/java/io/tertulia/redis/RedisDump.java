package io.tertulia.redis;

import java.util.List;

/** Everything that a Redis holds, as it would go to disk. */
public final class RedisDump {
  private RedisDump() {}

  public static String of(RedisServer redis) {
    // Compressed, a word would not stand there as it is written.
    redis.ask("CONFIG", "SET", "rdbcompression", "no");
    StringBuilder all = new StringBuilder();
    if (redis.ask("KEYS", "*") instanceof List<?> keys) {
      keys.forEach(key -> all.append(redis.ask("DUMP", String.valueOf(key))));
    }
    return all.toString();
  }
}
