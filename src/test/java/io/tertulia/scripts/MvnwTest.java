package io.tertulia.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MvnwTest {

  private NewcomersMachine machine;

  @BeforeEach
  void set_up(@TempDir Path disk) {
    machine = new NewcomersMachine(disk);
  }

  @Test
  void without_java_it_says_to_install_one() {
    machine
        .mvnw("verify")
        .isRefusedWith(
            "No Java was found: install a JDK 25 or later and set JAVA_HOME to its folder.");
  }

  @Test
  void a_java_that_is_too_old_is_named() {
    machine
        .withJavaHome("17.0.15")
        .mvnw("start")
        .isRefusedWith(
            "Java 17 is too old for Tertulia:"
                + " install a JDK 25 or later and set JAVA_HOME to its folder.");
  }

  @Test
  void a_java_without_its_compiler_is_not_enough() {
    machine
        .withJavaHome("25.0.3")
        .withoutCompiler()
        .mvnw("verify")
        .isRefusedWith(
            "Java 25 was found, but without its compiler:"
                + " install a JDK 25 or later and set JAVA_HOME to its folder.");
  }

  @Test
  void without_maven_it_says_to_install_any() {
    machine
        .withJavaHome("25.0.3")
        .mvnw("verify")
        .isRefusedWith(
            "No Maven was found: install any version of it"
                + " (for example: apt install maven) and have mvn on the path.");
  }

  @Test
  void a_jdk_in_the_usual_folders_is_taken_when_java_home_is_too_old() {
    var outcome =
        machine
            .withJavaHome("17.0.15")
            .withJavaInUsualFolder("25.0.3")
            .withMavenThat("echo \"maven $* on $JAVA_HOME\"")
            .mvnw("-q", "verify");

    assertThat(outcome.out()).startsWith("maven -q verify on ").endsWith("/jvm/jdk 25.0.3\n");
    assertThat(outcome.exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"help", "--help", "-h", ""})
  void it_says_what_it_can_do_and_needs_no_java_for_that(String word) {
    var outcome = word.isEmpty() ? machine.mvnw() : machine.mvnw(word);

    assertThat(outcome.out())
        .contains("./mvnw start", "./mvnw cluster", "./mvnw verify", "./mvnw trial");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "start, -Dquarkus.http.port=8090",
    "start, -Paot",
    "cluster, cluster node 2",
    "cluster, cluster redis",
    "trial, -Dseed=7",
  })
  void each_of_its_own_tasks_says_how_it_is_used(String task, String words) {
    for (String asked : List.of("--help", "-h", "help")) {
      var outcome = machine.mvnw(task, asked);
      assertThat(outcome.out()).startsWith("./mvnw " + task).contains(words);
      assertThat(outcome.err()).isEmpty();
      assertThat(outcome.exitCode()).isZero();
    }
  }

  @Test
  void an_option_of_maven_may_stand_before_the_word() {
    machine
        .withJavaHome("25.0.3")
        .mvnw("-B", "-o", "-Dquarkus.http.port=many", "start")
        .isRefusedWith(
            "quarkus.http.port cannot be \"many\": it must be a port, 1 to 65535, or 0 for any that"
                + " is free.");
  }

  @Test
  void an_option_of_maven_before_the_word_is_the_builds() {
    assertThat(
            machine
                .withJavaHome("25.0.3")
                .withMavenThat(
                    "[ \"$1\" = -version ] || { echo \"[ERROR] by$MAVEN_ARGS\"; exit 1; }")
                .mvnw("-o", "start", "-Dquarkus.http.port=0", "-Dquarkus.management.port=0")
                .err())
        .contains("by -o\n");
  }

  @Test
  void an_option_before_a_goal_of_maven_goes_to_maven() {
    assertThat(
            machine
                .withJavaHome("25.0.3")
                .withMavenThat("echo \"maven $*\"")
                .mvnw("-B", "-Pe2e", "verify")
                .out())
        .isEqualTo("maven -B -Pe2e verify\n");
  }

  @Test
  void a_link_to_it_from_elsewhere_is_followed() {
    assertThat(
            machine
                .withJavaHome("25.0.3")
                .withMavenThat("echo \"maven $* in $(pwd)\"")
                .byLinksTo("bin/tertulia", "bin/other name")
                .mvnw("verify")
                .out())
        .startsWith("maven verify in ")
        .endsWith("/a project\n");
  }
}
