package io.tertulia.app.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValidationException.Problem;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a failed start says goes to logs that many read. */
class StartFailureTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://ana:hunter2 x@redis.example:6379",
        "redis://:hunter2%@redis.example",
        "redis://:hunter2#[]@redis.example",
        "redis:/ana:hunter2 @redis.example",
        "redis://a:1,redis://:hunter2 @b:2",
        "redis://redis.example?password=hunter2 ",
      })
  void a_malformed_address_is_told_of_without_its_password(String hosts) {
    Config config = config(Map.of("quarkus.redis.hosts", hosts));
    String sentence =
        StartFailure.sentence(invalid("quarkus.redis.hosts", hosts, why(hosts)), config, List.of());
    assertThat(sentence)
        .startsWith("The setting quarkus.redis.hosts is no address of a Redis")
        .doesNotContain("hunter2");
    assertThat(StartFailure.stack(new IllegalStateException(why(hosts)), config))
        .contains("IllegalStateException")
        .doesNotContain("hunter2");
    assertThat(StartFailure.sentence(new ConfigurationException("no: " + hosts), config, List.of()))
        .startsWith("no: ")
        .doesNotContain("hunter2");
  }

  @Test
  void no_value_that_may_be_secret_is_told() {
    for (String name :
        List.of(
            "quarkus.redis.password",
            "tertulia.security.secret",
            "tertulia.traces.endpoint",
            "quarkus.http.ssl.certificate.key-store-password")) {
      Config config = config(Map.of(name, "hunter2"));
      assertThat(StartFailure.sentence(invalid(name, "hunter2", "hunter2?"), config, List.of()))
          .contains(name)
          .doesNotContain("hunter2");
      assertThat(
              StartFailure.stack(
                  new IllegalStateException("it", new Exception("is hunter2")), config))
          .contains("is …")
          .doesNotContain("hunter2");
    }
  }

  @Test
  void what_only_sounds_like_a_secret_is_told() {
    Config config =
        config(
            Map.of("tertulia.security.cluster", "tertulia", "tertulia.security.hosts", "nobody"));
    assertThat(
            StartFailure.sentence(
                new ConfigurationException("tertulia.security.hosts is nobody"), config, List.of()))
        .isEqualTo("tertulia.security.hosts is nobody");
  }

  @Test
  void another_value_is_told() {
    assertThat(
            StartFailure.sentence(
                invalid("tertulia.socket.ping", "25 potatoes", "no duration"),
                config(Map.of("tertulia.socket.ping", "25 potatoes")),
                List.of()))
        .isEqualTo("The setting tertulia.socket.ping cannot be \"25 potatoes\": no duration.");
  }

  /** As the library words it. */
  private static ConfigValidationException invalid(String name, String value, String why) {
    String message =
        "SRCFG00039: The config property %s with the config value \"%s\" threw an Exception whilst"
            + " being converted %s";
    return new ConfigValidationException(
        new Problem[] {new Problem(message.formatted(name, value, why))});
  }

  private static String why(String address) {
    try {
      return "it is " + URI.create(address);
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static Config config(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .withSources(new PropertiesConfigSource(settings, "test", 100))
        .build();
  }
}
