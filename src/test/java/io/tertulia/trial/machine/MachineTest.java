package io.tertulia.trial.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who took the processors, as {@code /proc} tells. */
class MachineTest {
  private static final int US = 40;
  private static final Offset<Double> ABOUT = within(0.001);

  @TempDir Path proc;

  @BeforeEach
  void anIdleMachine() throws IOException {
    processors(1_000, 0);
    process(1, 0, 0, 50, 10_000);
    process(US, 1, 0, 100, 0);
    process(50, 1, 0, 100, 0);
  }

  @Test
  void what_we_started_is_ours_and_what_others_took_is_theirs() throws IOException {
    try (Machine machine = machine()) {
      processors(2_000, 0);
      process(41, US, 0, 300, 0);
      process(42, 41, 0, 100, 0);
      process(50, 1, 0, 200, 0);
      assertThat(machine.use().own()).isCloseTo(0.4, ABOUT);
      assertThat(machine.use().others()).isCloseTo(0.1, ABOUT);
      assertThat(machine.use().provesTimes()).isTrue();
    }
  }

  @Test
  void times_prove_nothing_beside_somebody_who_takes_half_of_the_machine() throws IOException {
    try (Machine machine = machine()) {
      processors(2_000, 0);
      process(50, 1, 0, 600, 0);
      assertThat(machine.use().provesTimes()).isFalse();
      assertThat(machine.use().complaint()).contains("others took 50 % of the machine");
    }
  }

  @Test
  void what_the_host_takes_counts_as_others() throws IOException {
    try (Machine machine = machine()) {
      processors(1_500, 500);
      assertThat(machine.use().others()).isCloseTo(0.5, ABOUT);
    }
  }

  @Test
  void who_has_ended_still_counts_once() throws IOException {
    process(41, US, 0, 300, 0);
    try (Machine machine = machine()) {
      processors(2_000, 0);
      Files.delete(proc.resolve("41/stat"));
      process(US, 1, 0, 100, 400);
      assertThat(machine.use().own()).isCloseTo(0.1, ABOUT);
    }
  }

  @Test
  void who_ended_while_the_list_was_read_is_not_counted_again() throws IOException {
    process(51, 50, 0, 500, 0);
    try (Machine machine = machine()) {
      processors(2_000, 0);
      Files.delete(proc.resolve("51/stat"));
      machine.moment();
      process(50, 1, 0, 100, 600);
      assertThat(machine.use().others()).isCloseTo(0.1, ABOUT);
    }
  }

  @Test
  void whoever_comes_after_one_whom_nobody_waits_for_is_seen() throws IOException {
    process(51, 1, 0, 5_000, 0);
    try (Machine machine = machine()) {
      Files.delete(proc.resolve("51/stat"));
      for (int look = 0; look <= 3; look++) {
        machine.moment();
      }
      processors(2_000, 0);
      process(50, 1, 0, 400, 0);
      assertThat(machine.use().others()).isCloseTo(0.3, ABOUT);
    }
  }

  @Test
  void who_takes_in_others_and_the_kernel_and_who_has_put_himself_last_are_nobody()
      throws IOException {
    try (Machine machine = machine()) {
      processors(2_000, 0);
      process(1, 0, 0, 50, 90_000);
      process(60, 2, 0x0020_0000, 700, 0);
      last(70, 1, 700);
      assertThat(machine.use().others()).isCloseTo(0, ABOUT);
    }
  }

  @Test
  void who_has_lost_his_words_while_he_ends_stays_ours() throws IOException {
    Path words = proc.resolve("80/words");
    process(80, 1, 0, 100, 800);
    Files.createFile(words);
    try (Machine machine = Machine.of(proc, folder -> Files.exists(folder.resolve("words")))) {
      processors(2_000, 0);
      Files.delete(words);
      assertThat(machine.use().others()).isCloseTo(0, ABOUT);
    }
  }

  @Test
  void who_waits_for_one_that_had_put_himself_last_has_not_taken_that() throws IOException {
    last(51, 50, 700);
    try (Machine machine = machine()) {
      processors(2_000, 0);
      Files.delete(proc.resolve("51/stat"));
      process(50, 1, 0, 100, 750);
      assertThat(machine.use().others()).isCloseTo(0.05, ABOUT);
    }
  }

  @Test
  void who_waits_for_one_of_ours_has_not_taken_that_and_the_shortest_lives_are_seen()
      throws IOException {
    process(41, US, 0, 300, 0);
    try (Machine machine = machine()) {
      processors(2_000, 0);
      Files.delete(proc.resolve("41/stat"));
      process(50, 1, 0, 100, 500);
      assertThat(machine.use().others()).isCloseTo(0.2, ABOUT);
    }
  }

  private Machine machine() {
    return Machine.of(proc, folder -> folder.endsWith("" + US));
  }

  private void processors(long ticks, long stolen) throws IOException {
    Files.writeString(proc.resolve("stat"), "cpu  " + ticks + " 0 0 0 0 0 0 " + stolen + " 0 0\n");
  }

  private void process(int pid, int parent, int flags, long ticks, long ofChildren)
      throws IOException {
    write(pid, parent, flags, "%d 0 %d 0 20 0".formatted(ticks, ofChildren));
  }

  private void last(int pid, int parent, long ticks) throws IOException {
    write(pid, parent, 0, "%d 0 0 0 39 19".formatted(ticks));
  }

  private void write(int pid, int parent, int flags, String rest) throws IOException {
    Path folder = Files.createDirectories(proc.resolve("" + pid));
    Files.writeString(
        folder.resolve("stat"),
        "%d (a (b) c) S %d 1 1 0 -1 %d 0 0 0 0 %s 1 0\n".formatted(pid, parent, flags, rest));
  }
}
