package io.tertulia.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.protocol.Shapes;
import org.junit.jupiter.api.Test;

class BareTextTest {
  @Test
  void a_text_of_line_feeds_alone_does_not_grow_with_the_name_for_each_of_them() {
    String shown = BareText.line("名".repeat(64), "\n".repeat(65_535));
    assertThat(Shapes.utf8Length(shown)).isLessThan(4 * 65_535);
    assertThat(shown.lines()).hasSize(BareText.LINES).allMatch(line -> line.startsWith("名"));
  }
}
