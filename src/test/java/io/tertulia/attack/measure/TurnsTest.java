package io.tertulia.attack.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What processes and threads have had of the processors, as {@code /proc} tells. */
class TurnsTest {
  @TempDir Path process;

  @Test
  void threads_with_such_names_are_added_up_and_no_others() throws IOException {
    thread(1, "vert.x-eventloo", "700 30 9");
    thread(2, "vert.x-eventloo", "20 4 9");
    thread(3, "C2 CompilerThre", "5000 0 9");
    assertThat(Turns.of(process, "vert.x-")).isEqualTo(new Turns(720, 34));
    assertThat(Turns.of(process, "C1 ", "C2 ")).isEqualTo(new Turns(5_000, 0));
  }

  @Test
  void a_process_has_what_its_threads_had_that_have_ended() throws IOException {
    Files.writeString(
        process.resolve("stat"), "7 (a (b) c) S 1 1 1 0 -1 0 0 0 0 0 120 30 9 9 20 0 1 0\n");
    assertThat(Turns.of(process)).isEqualTo(new Turns(1_500_000_000, 0));
  }

  @Test
  void who_is_gone_has_had_nothing_more() throws IOException {
    Files.createDirectories(process.resolve("task/1"));
    assertThat(Turns.of(process, "vert.x-")).isEqualTo(Turns.NONE);
    assertThat(Turns.of(process)).isEqualTo(Turns.NONE);
    assertThat(Turns.of(process.resolve("nobody"), "vert.x-")).isEqualTo(Turns.NONE);
  }

  private void thread(int number, String name, String schedstat) throws IOException {
    Path thread = Files.createDirectories(process.resolve("task/" + number));
    Files.writeString(thread.resolve("comm"), name + "\n");
    Files.writeString(thread.resolve("schedstat"), schedstat + "\n");
  }
}
