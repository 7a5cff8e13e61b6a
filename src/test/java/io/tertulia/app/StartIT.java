package io.tertulia.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.e2e.FreePort;
import io.tertulia.e2e.PackagedNode;
import io.tertulia.redis.RedisServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody reads who starts the packaged node, when it goes well and when it does not. */
class StartIT {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  @Test
  void a_start_says_where_to_open_it_and_what_will_not_last() {
    try (PackagedNode node = PackagedNode.start()) {
      // It is ready a moment before it says so.
      await().until(() -> node.log().lines().count() >= 3);
      assertThat(node.log())
          .contains("Tertulia is open at http://localhost:" + node.port())
          .contains("port " + node.managementPort())
          .contains("nothing that is said survives a restart")
          .contains("for a cluster run ./mvnw cluster, or set quarkus.redis.hosts")
          .doesNotContain("WARN", "\tat ");
      assertThat(node.log().lines()).hasSize(3);
    }
  }

  @Test
  void a_start_with_redis_says_where_messages_are_kept_and_no_password() {
    try (RedisServer redis = RedisServer.start("--requirepass", "s3cret");
        PackagedNode node =
            PackagedNode.start(
                "tertulia.node=node-7",
                "tertulia.security.secret=another s3cret of this test",
                "quarkus.redis.hosts=redis://:s3cret@127.0.0.1:" + redis.port())) {
      await().until(() -> node.log().contains("cluster"));
      assertThat(node.log())
          .contains(
              "This is node-7 of a cluster over Redis at 127.0.0.1:"
                  + redis.port()
                  + "; messages are kept there.")
          .doesNotContain("s3cret", "memory", "WARN", "\tat ");
    }
  }

  @Test
  void a_start_with_the_development_issuer_says_so_loudly() {
    try (PackagedNode node = PackagedNode.start("tertulia.access.development.secret=" + SECRET)) {
      await().until(() -> node.log().contains("WARN"));
      assertThat(node.log())
          .containsOnlyOnce("WARN")
          .contains("DEVELOPMENT ISSUER: tokens of ./mvnw token are taken here")
          .doesNotContain(SECRET);
    }
  }

  @Test
  void in_the_image_the_development_issuer_is_one_sentence_with_the_switch() throws IOException {
    Map<String, String> image =
        Files.readAllLines(Path.of("src/main/docker/Dockerfile")).stream()
            .filter(line -> line.startsWith("ENV TERTULIA_"))
            .map(line -> line.substring(4).split("=", 2))
            .collect(Collectors.toMap(setting -> setting[0], setting -> setting[1]));
    assertThat(refusal(image, "tertulia.access.development.secret=" + SECRET))
        .startsWith("The development issuer is refused here")
        .endsWith("by TERTULIA_ACCESS_DEVELOPMENT_ALLOWED=true.\n")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"quarkus.http.port", "quarkus.management.port"})
  void a_taken_port_is_one_sentence(String setting) throws IOException {
    try (ServerSocket other = new ServerSocket(0)) {
      int port = other.getLocalPort();
      assertThat(refusal(Map.of(), setting + "=" + port))
          .isEqualTo(
              "Port %d is taken by another program: free it or choose another with -D%s=PORT.\n"
                  .formatted(port, setting));
    }
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of(
            "tertulia.sokcet.ping=25s",
            "There is no setting tertulia.sokcet.ping: the nearest is tertulia.socket.ping;"),
        Arguments.of(
            "tertulia.socket.ping=abc", "The setting tertulia.socket.ping cannot be \"abc\":"),
        Arguments.of(
            "tertulia.limits.rooms=many", "The setting tertulia.limits.rooms cannot be \"many\":"),
        Arguments.of(
            "quarkus.redis.hosts=localhost:6379",
            "The setting quarkus.redis.hosts is no address of a Redis: it must be"
                + " redis://HOST:PORT,"),
        Arguments.of(
            "quarkus.redis.hosts=redis://:s3cret and more@localhost",
            "The setting quarkus.redis.hosts is no address of a Redis:"),
        Arguments.of(
            "quarkus.redis.host=redis://localhost:6379",
            "There is no setting quarkus.redis.host: the nearest is quarkus.redis.hosts;"),
        Arguments.of("port=8090", "There is no setting port: the nearest is quarkus.http.port;"),
        Arguments.of("PORT=", "There is no setting PORT: the nearest is quarkus.http.port;"),
        Arguments.of(
            "tertulia.limit.rooms=5",
            "There is no setting tertulia.limit.rooms: the nearest is tertulia.limits.rooms;"));
  }

  static Stream<Arguments> wrongPlaceOrMeasure() {
    return Stream.of(
        Arguments.of(
            "quarkus.http.port=70000",
            "The setting quarkus.http.port cannot be \"70000\": it must"),
        Arguments.of("quarkus.http.port=abc", "The setting quarkus.http.port cannot be \"abc\":"),
        Arguments.of("quarkus.http.port=", "The setting quarkus.http.port is empty:"),
        Arguments.of("quarkus.management.port=", "The setting quarkus.management.port is empty:"),
        Arguments.of(
            "quarkus.management.port=-2", "The setting quarkus.management.port cannot be \"-2\":"),
        Arguments.of(
            "quarkus.http.host=203.0.113.7",
            "The setting quarkus.http.host names no address of this machine:"),
        Arguments.of(
            "quarkus.management.host=999.1.1.1",
            "The setting quarkus.management.host names no address of this machine:"),
        Arguments.of(
            "tertulia.retention.bytes=128MB",
            "The setting tertulia.retention.bytes cannot be \"128MB\": a size is a whole number"
                + " with K, M or G behind it: write 128M."),
        Arguments.of(
            "tertulia.socket.ping=1ms", "The setting tertulia.socket.ping cannot be 1 ms:"));
  }

  @ParameterizedTest
  @MethodSource({"wrong", "wrongPlaceOrMeasure"})
  void a_wrong_setting_is_one_sentence(String setting, String beginning) throws IOException {
    String said = refusal(Map.of(), setting);
    assertThat(said).startsWith(beginning).doesNotContain("SRCFG", "s3cret");
    assertThat(said.lines()).hasSize(1);
  }

  @Test
  void a_malformed_address_of_redis_is_one_sentence_without_its_password() throws IOException {
    String said = refusal(Map.of(), "quarkus.redis.hosts=redis://ana:hunter2 x@redis.example:6379");
    assertThat(said)
        .startsWith("The setting quarkus.redis.hosts is no address of a Redis")
        .doesNotContain("hunter2");
    assertThat(said.lines()).hasSize(1);
  }

  @Test
  void a_wrong_environment_variable_is_one_sentence() throws IOException {
    String said = refusal(Map.of("TERTULIA_SOCKET_PIG", "25s"));
    assertThat(said)
        .startsWith("There is no setting behind the environment variable TERTULIA_SOCKET_PIG:");
    assertThat(said.lines()).hasSize(1);
  }

  @Test
  void a_variable_for_quarkus_that_is_none_is_one_sentence() throws IOException {
    String said = refusal(Map.of("QUARKUS_REDIS_HOST", "redis://localhost:6379"));
    assertThat(said)
        .startsWith("There is no setting behind the environment variable QUARKUS_REDIS_HOST:");
    assertThat(said.lines()).hasSize(1);
  }

  @Test
  void a_certificate_that_cannot_be_read_is_one_sentence_with_the_setting_that_names_it()
      throws IOException {
    assertThat(
            refusal(
                Map.of(),
                "quarkus.http.ssl.certificate.files=target/none.pem",
                "quarkus.http.ssl.certificate.key-files=target/none.key"))
        .isEqualTo(
            "The file target/none.pem, which quarkus.http.ssl.certificate.files names, cannot be"
                + " read: it is not there.\n");
  }

  @Test
  void a_file_of_settings_and_secrets_that_cannot_be_read_is_one_sentence() throws IOException {
    assertThat(refusal(Map.of("QUARKUS_CONFIG_LOCATIONS", "/run/secrets/none.properties")))
        .isEqualTo(
            "The file /run/secrets/none.properties, which quarkus.config.locations names, cannot be"
                + " read: it is not there.\n");
  }

  /** All that a node says that must not start, and ends with a code that is not 0. */
  private static String refusal(Map<String, String> environment, String... settings)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(JAVA));
    command.add("-Dquarkus.http.port=" + FreePort.choose());
    command.add("-Dquarkus.management.port=" + FreePort.choose());
    Stream.of(settings).map(setting -> "-D" + setting).forEach(command::add);
    command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar"));
    Path said = Files.createTempFile("refusal", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ended by itself").isTrue();
      assertThat(process.exitValue()).isNotZero();
      return Files.readString(said);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    } finally {
      process.destroyForcibly();
      Files.delete(said);
    }
  }
}
