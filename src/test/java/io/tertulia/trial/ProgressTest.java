package io.tertulia.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.trial.journal.Journal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
  @Test
  void it_says_how_far_the_chat_is_and_what_was_done_to_it_last() {
    List<Journal.Mark> marks =
        List.of(new Journal.Mark(1, "Redis is killed"), new Journal.Mark(2, "Redis is back"));
    assertThat(Progress.line("R2", Duration.ofSeconds(15), 60, 1234, marks))
        .isEqualTo("  R2: 15 of 60 s, 1,234 messages said; last: Redis is back");
  }

  @Test
  void after_the_chat_it_says_that_it_judges() {
    assertThat(Progress.line("R1", Duration.ofSeconds(61), 60, 9, List.of()))
        .isEqualTo("  R1: 61 s, waiting for the last and judging, 9 messages said");
  }
}
