package io.tertulia.e2e.proxy.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which command is run once more, and that it is once. */
class CommandTest {
  private static final String LOST =
      "Error: sending configuration to instance: performing request: Post \"/load\": EOF";

  @TempDir Path folder;

  @Test
  void a_command_that_did_not_hear_what_came_of_it_is_run_once_more() throws IOException {
    Command.run(failing(LOST, 1), Proxy.CADDY::unheard);
    assertThat(runs()).isEqualTo(2);
  }

  @Test
  void a_command_that_does_not_hear_it_again_fails_with_what_it_said() throws IOException {
    assertThatThrownBy(() -> Command.run(failing(LOST, 2), Proxy.CADDY::unheard))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("ended with 1")
        .hasMessageContaining("EOF");
    assertThat(runs()).isEqualTo(2);
  }

  @Test
  void a_command_that_was_refused_is_not_repeated() throws IOException {
    String refused = "Error: adapting config using caddyfile: unrecognized directive";
    assertThatThrownBy(() -> Command.run(failing(refused, 1), Proxy.CADDY::unheard))
        .hasMessageContaining("unrecognized directive");
    assertThat(runs()).isOne();
  }

  /** Says that and fails so many times, then goes well. */
  private List<String> failing(String said, int times) {
    String script =
        "echo >>\"$0\"; test $(wc -l <\"$0\") -gt %d || { echo '%s'; exit 1; }"
            .formatted(times, said);
    return List.of("sh", "-c", script, file().toString());
  }

  private long runs() throws IOException {
    return Files.readAllLines(file()).size();
  }

  private Path file() {
    return folder.resolve("runs");
  }
}
