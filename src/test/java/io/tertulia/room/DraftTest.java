package io.tertulia.room;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tertulia.room.MessageLog.Draft;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DraftTest {
  @ParameterizedTest
  @ValueSource(strings = {"two words", "two\nlines"})
  void a_mid_is_one_word_because_the_log_puts_it_between_spaces(String mid) {
    assertThatThrownBy(() -> new Draft(mid, "", "", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one word");
  }
}
