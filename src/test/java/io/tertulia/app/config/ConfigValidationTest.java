package io.tertulia.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigValidationTest {
  @Test
  void the_defaults_make_sense() {
    assertThat(ConfigValidation.of(settings("tertulia.limits.rooms=500"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tertulia.limits.frame=-1",
        "tertulia.limits.frame=65536",
        "tertulia.limits.frame=131072",
        "tertulia.limits.text=400000",
        "tertulia.limits.text=0",
        "tertulia.limits.rooms=0",
        "tertulia.limits.pending=0",
        "tertulia.access.rooms-per-user=0",
        "tertulia.limits.catchup=-5",
        "tertulia.limits.rate-per-session=0",
        "tertulia.limits.rate-per-user=0",
        "tertulia.limits.rate-per-address=0",
        "tertulia.limits.connections=0",
        "tertulia.limits.connections-per-address=-1",
        "tertulia.socket.queue=15K",
        "tertulia.socket.queue=2G",
        "tertulia.socket.hello=0s",
        "tertulia.socket.ping=999ms",
        "tertulia.socket.pong=-3s",
        "tertulia.socket.stalled=0s",
        "tertulia.socket.slice=0",
        "tertulia.socket.age=0s",
        "tertulia.retention.entries=0",
        "tertulia.retention.age=0s",
        "tertulia.retention.room-bytes=1",
        "tertulia.retention.bytes=0",
        "tertulia.retention.dedupe=0s",
        "tertulia.retention.marks=0",
        "tertulia.presence.join=-1s",
        "tertulia.presence.leave=-1s",
        "tertulia.cluster.shed=-1",
        "tertulia.security.origins=chat.example.org",
        "tertulia.security.origins=https://chat.example.org/",
        "tertulia.security.origins=null",
        "tertulia.security.hosts=https://chat.example.org",
        "tertulia.security.hosts=chat.example.org:8080",
        "tertulia.limits.upgrades-per-address=0",
        "tertulia.limits.request-bytes=1K",
        "tertulia.limits.request-bytes-per-address=425983",
        "tertulia.security.secret=hunter2",
        "tertulia.security.guest=0s",
        "tertulia.traces.endpoint=collector:4318",
        "tertulia.traces.ratio=1.5",
        "tertulia.node=a\u0007bell",
      })
  void a_value_without_sense_is_refused_with_a_sentence_that_names_its_key(String setting) {
    String key =
        setting.equals("tertulia.limits.text=400000")
            ? "tertulia.limits.frame"
            : setting.substring(0, setting.indexOf('='));
    assertThat(ConfigValidation.of(settings(setting)))
        .singleElement()
        .asString()
        .startsWith("The setting " + key + " cannot be ")
        .contains(": it must be ")
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "TERTULIA_LIMITS_ROOM, TERTULIA_LIMITS_ROOMS",
    "TERTULIA_SOCKET_PIG, TERTULIA_SOCKET_PING",
    "TERTULIA_NODES, TERTULIA_NODE",
    "TERTULIA_SECRET, TERTULIA_SECURITY_SECRET",
    "TERTULIA_PORT, TERTULIA_NODE",
  })
  void a_variable_that_is_nearly_a_setting_is_refused(String variable, String nearest) {
    assertThat(UnknownEnvironmentCheck.complaints(Set.of(variable)))
        .singleElement()
        .asString()
        .contains(variable + ": the nearest is " + nearest + ";");
  }

  /** Whoever starts a node by these may have them in the environment. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mvnw",
        "docker-compose.yml",
        "k8s/overlays/production/settings.env",
        "src/docs/access/compose.yml",
        "src/main/docker/Dockerfile",
        "src/main/scripts/build.sh",
        "src/test/e2e/install",
        ".ci/run"
      })
  void what_our_own_files_read_passes_as_a_variable(String file) throws IOException {
    Set<String> variables =
        Pattern.compile("TERTULIA_[A-Z0-9_]*[A-Z0-9]\\b(?!_)")
            .matcher(Files.readString(Path.of(file)))
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toSet());
    assertThat(UnknownEnvironmentCheck.complaints(variables)).isEqualTo(List.of());
  }

  @Test
  void settings_and_what_an_orchestrator_adds_pass_as_variables() {
    assertThat(
            UnknownEnvironmentCheck.complaints(
                Set.of(
                    "TERTULIA_LIMITS_RATE_PER_SESSION",
                    "TERTULIA_NODE",
                    "TERTULIA_SECURITY_ORIGINS_0_",
                    "TERTULIA_PORT",
                    "TERTULIA_SERVICE_HOST",
                    "TERTULIA_PORT_8080_TCP_ADDR",
                    "TERTULIA_REDIS_SERVICE_HOST",
                    "TERTULIA_REDIS_SERVICE_PORT_REDIS",
                    "PATH")))
        .isEqualTo(List.of());
  }

  private static TertuliaConfig settings(String setting) {
    int equals = setting.indexOf('=');
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withConverter(Duration.class, 200, new DurationConverter())
            .withConverter(MemorySize.class, 200, new MemorySizeConverter())
            .withMapping(TertuliaConfig.class)
            .withDefaultValue(setting.substring(0, equals), setting.substring(equals + 1))
            .build();
    return config.getConfigMapping(TertuliaConfig.class);
  }
}
