package io.tertulia.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
          .mvnw("start", "-Dquarkus.http.port=" + port)
          .isRefusedWith(
              "Port "
                  + port
                  + " is taken by another program: free it or choose another:"
                  + " ./mvnw start -Dquarkus.http.port=8090");
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
                  + " ./mvnw start -Dquarkus.management.port=9090");
    }
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
