package io.tertulia.app.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModeTest {
  @Test
  void without_a_redis_a_node_stands_alone() {
    assertThat(redis(Map.of())).isEmpty();
    assertThat(redis(Map.of("quarkus.redis.hosts", " "))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          redis://127.0.0.1:6380                       | 127.0.0.1:6380
          redis://chat-redis                           | chat-redis:6379
          rediss://ana:s3cret@redis.example:7000/2     | redis.example:7000
          redis://:s3cret@redis.example                | redis.example:6379
          redis://[::1]:6379                           | [::1]:6379
          redis://a:1, redis://:s3cret@b:2             | a:1, b:2
          redis://:s3cret with spaces@redis.example    | the address in quarkus.redis.hosts
          redis://ana:12/34@redis.example:7000         | the address in quarkus.redis.hosts
          unix:///run/redis.sock?password=s3cret       | the address in quarkus.redis.hosts
          """)
  void the_place_of_redis_is_told_without_its_password(String hosts, String place) {
    assertThat(redis(Map.of("quarkus.redis.hosts", hosts))).contains(place);
  }

  private static Optional<String> redis(Map<String, String> settings) {
    return Mode.redis(
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(settings, "test", 100))
            .build());
  }
}
