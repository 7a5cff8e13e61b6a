package io.tertulia.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
