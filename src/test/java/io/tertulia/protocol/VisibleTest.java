package io.tertulia.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.protocol.json.CommandDecoder;
import java.time.Duration;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What shows nothing is no name and no text: asked of every character that there is. */
class VisibleTest {
  /**
   * Default_Ignorable_Code_Point as DerivedCoreProperties.txt of Unicode 17 lists it, first and
   * last.
   */
  private static final int[] IGNORABLE = {
    0x00AD, 0x00AD, 0x034F, 0x034F, 0x061C, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180F,
    0x200B, 0x200F, 0x202A, 0x202E, 0x2060, 0x206F, 0x3164, 0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFEFF,
    0xFFA0, 0xFFA0, 0xFFF0, 0xFFF8, 0x1BCA0, 0x1BCA3, 0x1D173, 0x1D17A, 0xE0000, 0xE0FFF
  };

  /** Prepended_Concatenation_Mark of PropList.txt: of the category Cf, and seen. */
  private static final int[] SEEN = {
    0x0600, 0x0605, 0x06DD, 0x06DD, 0x070F, 0x070F, 0x0890, 0x0891, 0x08E2, 0x08E2, 0x110BD,
    0x110BD, 0x110CD, 0x110CD
  };

  private static final int[] BLANK = {0x2800, 0x2800, 0x13441, 0x13442, 0x1D159, 0x1D159};

  private final CommandDecoder decoder =
      new CommandDecoder(new Limits(131_072, 65_536, 30, 500, Duration.ofMinutes(10), 1_000));

  @Test
  void every_character_of_unicode_is_a_text_by_itself_or_shows_nothing() {
    BitSet ignorable = set(IGNORABLE);
    BitSet seen = set(SEEN);
    BitSet blank = set(BLANK);
    IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
        .forEach(
            c -> {
              int type = Character.getType(c);
              boolean formats =
                  type == Character.CONTROL || type == Character.FORMAT && !seen.get(c);
              boolean nothing =
                  formats
                      || type == Character.SURROGATE
                      || Character.isSpaceChar(c)
                      || ignorable.get(c)
                      || blank.get(c);
              String word = Character.toString(c);
              assertThat(isSay(word)).as("U+%04X as a text", c).isEqualTo(!nothing);
              assertThat(Shapes.isName(word)).as("U+%04X as a name", c).isEqualTo(!nothing);
            });
  }

  @Test
  void no_character_that_shows_nothing_costs_a_text_that_shows_something() {
    for (int i = 0; i < IGNORABLE.length; i++) {
      assertThat(isSay("a" + Character.toString(IGNORABLE[i]))).isTrue();
    }
  }

  private boolean isSay(String text) {
    return decoder.decodeText("a", null, text) instanceof Command.Say;
  }

  private static BitSet set(int[] ranges) {
    BitSet set = new BitSet();
    for (int i = 0; i < ranges.length; i += 2) {
      set.set(ranges[i], ranges[i + 1] + 1);
    }
    return set;
  }
}
