package io.tertulia.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenTest {
  private NewcomersMachine machine;

  @BeforeEach
  void set_up(@TempDir Path disk) {
    machine = new NewcomersMachine(disk).withJavaHome("25.0.3");
  }

  @Test
  void before_a_server_was_started_for_it_it_says_how() {
    machine
        .mvnw("token", "ana", "--admin")
        .isRefusedWith(
            "There is no development issuer here yet: start the server by ./mvnw start --sign-in"
                + " or ./mvnw cluster --sign-in.");
  }

  @Test
  void it_is_made_with_the_servers_secret_which_stands_in_no_argument() throws Exception {
    Path secret = machine.file("target/development-secret");
    Path program =
        machine.file("target/classes/io/tertulia/app/development/DevelopmentToken.class");
    Files.createDirectories(program.getParent());
    Files.createFile(program);
    Files.writeString(secret, "f".repeat(64));

    var outcome = machine.mvnw("token", "ana", "--admin", "--name=Ana García");
    assertThat(outcome.out())
        .endsWith(
            ": -cp target/classes io.tertulia.app.development.DevelopmentToken"
                + " target/development-secret ana --admin --name=Ana García\n");
    assertThat(outcome.exitCode()).isZero();
  }
}
