package io.tertulia.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be a reaction: one emoji, whatever it is made of, and nothing else. */
class EmojiTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "👍",
        "👍🏽",
        "👩‍👩‍👧‍👦",
        "👩🏽‍❤️‍💋‍👩🏻",
        "🏳️‍🌈",
        "👁️‍🗨️",
        "🤷🏿‍♀️",
        "🧑‍🚀",
        "🏴‍☠️",
        "🇪🇸",
        "🇺🇳",
        "\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62\uDB40\uDC73\uDB40\uDC63\uDB40\uDC74\uDB40\uDC7F",
        "1️⃣",
        "#️⃣",
        "*️⃣",
        "❤️",
        "☝🏾",
        "©️",
        "ℹ️",
        "㊙️",
        "⌚",
        "\uD83E\uDEEA"
      })
  void an_emoji_is_taken_as_it_is(String emoji) {
    assertThat(Shapes.emoji(emoji)).isEqualTo(emoji);
  }

  @Test
  void what_a_time_to_come_may_draw_is_taken_too() {
    String reserved = Character.toString(0x1FAFF);
    assertThat(Character.isEmoji(0x1FAFF)).isFalse();
    assertThat(Shapes.emoji(reserved)).isEqualTo(reserved);
  }

  @Test
  void with_or_without_the_selector_that_asks_for_a_picture_it_is_the_same() {
    assertThat(Shapes.emoji("❤")).isEqualTo("❤️");
    assertThat(Shapes.emoji("👍️")).isEqualTo("👍");
    assertThat(Shapes.emoji("5⃣")).isEqualTo("5️⃣");
    assertThat(Shapes.emoji("🏳‍🌈")).isEqualTo("🏳️‍🌈");
    assertThat(Shapes.emoji("🤷‍♂")).isEqualTo("🤷‍♂️");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a",
        "Ω",
        "ñ",
        "no",
        "<b>",
        "5",
        "1234",
        "#",
        "*",
        "+1",
        "5️",
        "⃣",
        "a⃣",
        "\uFE0F",
        "\u200D",
        "\uD83C\uDFFD",
        "👍🏽🏽",
        "👍\u200D",
        "\u200D👍",
        "👍👍",
        "❤️❤️",
        "👍 ",
        "👍a",
        "👍\n",
        "👍\u202E",
        "👍\u0301",
        "❤\uFE0E",
        "🇪",
        "🇪🇸🇪",
        "★",
        "→",
        "\uD83D",
        "\uDC4D",
        "\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62",
        "👍\uDB40\uDC61\uDB40\uDC62\uDB40\uDC63\uDB40\uDC7F",
        "\"",
        "\\"
      })
  void whatever_else_there_is_is_none(String word) {
    assertThat(Shapes.emoji(word)).isNull();
  }

  @Test
  void joined_without_end_it_is_too_long() {
    assertThat(Shapes.emoji("👩" + "‍👧".repeat(10))).isNotNull();
    assertThat(Shapes.emoji("👩" + "‍👧".repeat(11))).isNull();
    assertThat(Shapes.emoji("👩" + "‍👧".repeat(20_000))).isNull();
  }

  @Test
  void nothing_that_is_taken_needs_an_escape_or_has_another_form_in_nfc() {
    IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
        .mapToObj(Character::toString)
        .forEach(
            one -> {
              String emoji = Shapes.emoji(one);
              if (emoji != null) {
                assertThat(emoji).doesNotContainAnyWhitespaces().matches("[^\"\\\\,\\p{Cc}]+");
                assertThat(Normalizer.normalize(one, Normalizer.Form.NFC)).isEqualTo(one);
              }
            });
  }
}
