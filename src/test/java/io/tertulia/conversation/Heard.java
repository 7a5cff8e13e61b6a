package io.tertulia.conversation;

import static org.assertj.core.api.Assertions.assertThat;

/** What came in at a door, held against what was said. */
final class Heard {
  private Heard() {}

  static void exactly(String text, String message, String part) {
    assertThat(message).as("the message after which comes '%s'", text).contains(part);
  }
}
