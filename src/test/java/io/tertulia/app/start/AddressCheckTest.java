package io.tertulia.app.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressCheckTest {
  private static final String EXPECTED =
      "The setting quarkus.redis.hosts is no address of a Redis: it must be redis://HOST:PORT,"
          + " rediss://HOST:PORT with TLS, or unix:///PATH";

  @ParameterizedTest
  @CsvSource({
    "localhost:6379, redis://localhost:6379",
    "10.0.0.5:6379, redis://10.0.0.5:6379",
    "http://localhost:6379, redis://localhost:6379",
    "https://redis.example.org:6379/, redis://redis.example.org:6379",
    "redis:localhost:6379, redis://localhost:6379",
    "//localhost:6379, redis://localhost:6379",
  })
  void an_address_of_redis_without_its_scheme_is_answered_with_what_is_right(
      String address, String right) {
    assertThat(complaints("quarkus.redis.hosts", address))
        .containsExactly(EXPECTED + "; write " + right + ".");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "redis://localhost:99999",
        "redis://localhost:many",
        "redis://:s3cret@localhost:6379/first",
        "amqp://:s3cret@localhost:6379",
        ":s3cret@localhost:6379",
        "redis://:s3 cret@localhost:6379",
        "redis://",
        "redis://my_redis:6379",
        "/run/redis.sock",
      })
  void what_is_no_address_of_redis_is_refused_and_no_password_is_told(String address) {
    assertThat(complaints("quarkus.redis.hosts", address)).containsExactly(EXPECTED + ".");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://localhost:6379",
        "redis://localhost",
        "rediss://:s3cret@redis.example.org:6380/2",
        "redis://127.0.0.1:6379?user=tertulia",
        "redis://[::1]:6379",
        "unix:///run/redis.sock",
        "",
        " "
      })
  void an_address_of_redis_passes(String address) {
    assertThat(complaints("quarkus.redis.hosts", address)).isEmpty();
  }

  @Test
  void one_of_several_addresses_is_not_chosen_by_chance() {
    String two = "redis://one:6379,redis://two:6379";
    assertThat(complaints("quarkus.redis.hosts", two))
        .containsExactly(
            "The setting quarkus.redis.hosts names 2 addresses, but a node keeps its messages in"
                + " one Redis: name its master alone.");
  }

  @ParameterizedTest
  @CsvSource({
    "quarkus.http.port, 65536",
    "quarkus.http.port, -1",
    "quarkus.management.port, 70000",
    "quarkus.http.ssl-port, 84430",
  })
  void a_port_out_of_range_is_refused(String setting, String port) {
    assertThat(complaints(setting, port))
        .containsExactly(
            "The setting %s cannot be \"%s\": it must be a port, 1 to 65535, or 0 for any that is free."
                .formatted(setting, port));
  }

  @Test
  void one_port_for_both_is_refused() {
    assertThat(complaints(Map.of("quarkus.http.port", "8080", "quarkus.management.port", "8080")))
        .containsExactly(
            "The settings quarkus.http.port and quarkus.management.port are both 8080: each needs a"
                + " port of its own.");
  }

  @Test
  void any_free_port_for_both_passes() {
    assertThat(complaints(Map.of("quarkus.http.port", "0", "quarkus.management.port", "0")))
        .isEmpty();
  }

  private static List<String> complaints(String setting, String value) {
    return complaints(Map.of(setting, value));
  }

  private static List<String> complaints(Map<String, String> settings) {
    return AddressCheck.complaints(new SmallRyeConfigBuilder().withDefaultValues(settings).build());
  }
}
