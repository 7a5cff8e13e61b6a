package io.tertulia.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StartTest {

  /** Port 0 is nobody's, so these tests do not care what else runs here. */
  private static final String[] START = {
    "start", "-Dquarkus.http.port=0", "-Dquarkus.management.port=0"
  };

  private static final String[] WITH_CACHE = {
    "start", "-Paot", "-Dquarkus.http.port=0", "-Dquarkus.management.port=0"
  };

  private static final String BUILDS =
      "[ \"$1\" = -version ] || { mkdir -p target/quarkus-app; touch target/quarkus-app/quarkus-run.jar; }";

  private NewcomersMachine machine;

  @BeforeEach
  void set_up(@TempDir Path disk) {
    machine = new NewcomersMachine(disk).withJavaHome("25.0.3");
  }

  @Test
  void it_builds_once_and_again_when_a_source_changed() {
    machine.withMavenThat(BUILDS);

    assertThat(machine.mvnw(START).out()).contains("Building Tertulia");
    assertThat(machine.mvnw(START).out()).doesNotContain("Building Tertulia");
    machine.changeSource();
    assertThat(machine.mvnw(START).out()).contains("Building Tertulia");
  }

  @Test
  void it_hands_the_settings_to_the_jvm() {
    var outcome = machine.withMavenThat(BUILDS).mvnw(START);

    assertThat(outcome.out())
        .contains(
            "@src/main/docker/jvm.options -Dquarkus.http.port=0 -Dquarkus.management.port=0"
                + " -jar target/quarkus-app/quarkus-run.jar");
    assertThat(outcome.exitCode()).isZero();
  }

  @Test
  void with_sign_in_it_makes_a_secret_that_nobody_else_reads_and_keeps_it() throws IOException {
    machine.withMavenThat(BUILDS).withJavaThat("echo \"$TERTULIA_ACCESS_DEVELOPMENT_SECRET\"");
    String[] signIn =
        Stream.concat(Stream.of(START), Stream.of("--sign-in")).toArray(String[]::new);

    String out = machine.mvnw(signIn).out();
    Path file = machine.file("target/development-secret");
    String secret = Files.readString(file);
    assertThat(secret).matches("[0-9a-f]{64}");
    assertThat(out).endsWith(secret + "\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(machine.mvnw(signIn).out()).isEqualTo(secret + "\n");
    assertThat(machine.mvnw(START).out()).as("without the word").isEqualTo("\n");
  }

  @Test
  void it_makes_a_cache_of_classes_when_asked_to_and_takes_it_from_then_on() {
    machine.withMavenThat(
        BUILDS + "; case \"$*\" in *-Paot*) touch target/quarkus-app/tertulia.aot ;; esac");
    String taken = " -XX:AOTCache=target/quarkus-app/tertulia.aot ";

    assertThat(machine.mvnw(START).out()).doesNotContain(taken);
    assertThat(machine.mvnw(WITH_CACHE).out()).contains("Building Tertulia", taken);
    assertThat(machine.mvnw(WITH_CACHE).out()).doesNotContain("Building Tertulia").contains(taken);
    assertThat(machine.mvnw(START).out()).doesNotContain("Building Tertulia").contains(taken);
  }

  @Test
  void a_failed_build_shows_the_error_of_the_compiler_and_starts_nothing() {
    var error = "[ERROR] Word.java:[4,21] incompatible types";
    var outcome =
        machine
            .withMavenThat("[ \"$1\" = -version ] || { echo '" + error + "'; exit 1; }")
            .mvnw(START);

    assertThat(outcome.err()).startsWith(error + "\n").contains("The build failed");
    assertThat(outcome.out()).doesNotContain("java of");
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  @Test
  void a_build_without_maven_ends_in_one_sentence() {
    assertThat(machine.mvnw(START).err()).startsWith("No Maven was found").hasLineCount(1);
  }

  @Test
  void a_taken_port_is_named_with_the_way_out() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = taken.getLocalPort();
      machine
          .mvnw("start", "-Dquarkus.management.port=0", "-Dquarkus.http.port=" + port)
          .isRefusedWith(
              "Port "
                  + port
                  + " is taken by another program: free it or choose another:"
                  + " ./mvnw start -Dquarkus.management.port=0 -Dquarkus.http.port=8090");
    }
  }

  @Test
  void a_taken_management_port_is_named_with_the_way_out() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = taken.getLocalPort();
      machine
          .mvnw("start", "-Dquarkus.http.port=0", "-Dquarkus.management.port=" + port)
          .isRefusedWith(
              "Port "
                  + port
                  + " is taken by another program: free it or choose another:"
                  + " ./mvnw start -Dquarkus.http.port=0 -Dquarkus.management.port=9090");
    }
  }

  @Test
  void the_way_out_keeps_the_other_options_and_repeats_no_password() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = taken.getLocalPort();
      var outcome =
          machine.mvnw(
              "start",
              "-Paot",
              "-Dquarkus.http.port=" + port,
              "-Xmx512m",
              "-Dtertulia.node=my node",
              "-Dtertulia.security.secret=hunter2hunter2hunter2",
              "-Dquarkus.redis.hosts=redis://:hunter2@redis:6379",
              "-Dquarkus.management.port=0");

      assertThat(outcome.err())
          .endsWith(
              ": ./mvnw start -Paot -Xmx512m -Dtertulia.node=my\\ node"
                  + " -Dtertulia.security.secret=... -Dquarkus.redis.hosts=..."
                  + " -Dquarkus.management.port=0 -Dquarkus.http.port=8090\n");
      assertThat(outcome.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void who_holds_both_ports_is_evaded_in_one_go() throws IOException {
    try (var one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var two = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(
              machine
                  .mvnw(
                      "start",
                      "-Dquarkus.http.port=" + one.getLocalPort(),
                      "-Dquarkus.management.port=" + two.getLocalPort())
                  .err())
          .endsWith(": ./mvnw start -Dquarkus.http.port=8090 -Dquarkus.management.port=9090\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "quarkus.http.port, '/ HTTP', <title>Tertulia</title>",
    "quarkus.management.port, '/q/metrics HTTP', 'tertulia_connections 3.0'",
  })
  void a_tertulia_that_holds_the_port_is_named(String setting, String asked, String answer)
      throws Exception {
    try (var server = new OneAnswer("HTTP/1.0 200 OK\r\n\r\n" + answer + "\n")) {
      var outcome =
          machine.mvnw(
              "start",
              "-Dquarkus.http.port=0",
              "-Dquarkus.management.port=0",
              "-D" + setting + "=" + server.port());

      assertThat(outcome.err())
          .startsWith(
              "Port %d is taken by a Tertulia that runs already: stop it with Ctrl-C where it was started, or"
                  .formatted(server.port()))
          .hasLineCount(1);
      assertThat(server.asked()).anyMatch(line -> line.startsWith("GET " + asked));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"70000", "abc", "", "-1", "080"})
  void what_is_no_port_is_refused_before_anything_is_built(String value) {
    machine
        .mvnw("start", "-Dquarkus.management.port=0", "-Dquarkus.http.port=" + value)
        .isRefusedWith(
            "quarkus.http.port cannot be \""
                + value
                + "\": it must be a port, 1 to 65535, or 0 for any that is free.");
  }

  @Test
  void one_port_for_both_is_refused() {
    machine
        .mvnw("start", "-Dquarkus.http.port=9000")
        .isRefusedWith(
            "quarkus.http.port and quarkus.management.port are both 9000: each needs a port of its"
                + " own.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"port", "PORT", "http.port"})
  void the_word_for_the_port_that_people_guess_is_answered_before_anything_is_built(String word) {
    machine
        .mvnw("start", "-D" + word + "=8090")
        .isRefusedWith(
            "There is no setting "
                + word
                + ": the nearest is quarkus.http.port; for example -Dquarkus.http.port=8090.");
  }

  @Test
  void a_word_that_it_does_not_know_is_refused() {
    machine
        .mvnw("start", "--port=8090")
        .isRefusedWith(
            "start does not know \"--port=8090\": settings are given as -Dname=value,"
                + " for example -Dquarkus.http.port=8090.");
  }
}
