package io.tertulia.cluster.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisErrorsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://:hunter2@redis:6379",
        "redis://ana:hun/ter2@redis",
        "redis://ana:h@hunter2@redis",
        "redis://ana:hunter2 with spaces@redis",
      })
  void what_a_client_says_of_an_address_is_told_without_its_password(String address) {
    assertThat(RedisErrors.of(new IllegalArgumentException("Failed to parse " + address)))
        .startsWith("Failed to parse redis://…@redis")
        .doesNotContain("hun");
  }
}
