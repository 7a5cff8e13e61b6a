package io.tertulia.transport.websocket.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
  /** Bytes at which something begins, ends or is forbidden. */
  private static final int[] EDGES = {
    0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED,
    0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF
  };

  @Test
  void it_agrees_with_the_jdk_about_every_combination_of_four_edges() {
    byte[] bytes = new byte[4];
    for (int first : EDGES) {
      for (int second : EDGES) {
        for (int third : EDGES) {
          for (int fourth : EDGES) {
            bytes[0] = (byte) first;
            bytes[1] = (byte) second;
            bytes[2] = (byte) third;
            bytes[3] = (byte) fourth;
            agree(bytes, 0);
          }
        }
      }
    }
  }

  @Test
  void it_agrees_with_the_jdk_wherever_a_text_is_split() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = text(random).getBytes(StandardCharsets.UTF_8);
      if (random.nextBoolean()) {
        bytes[random.nextInt(bytes.length)] = (byte) EDGES[random.nextInt(EDGES.length)];
      }
      agree(bytes, random.nextInt(bytes.length));
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i <= random.nextInt(5); i++) {
      int character = random.nextInt(1 << (7 + random.nextInt(14)));
      boolean good = character <= Character.MAX_CODE_POINT && (character & 0xF800) != 0xD800;
      text.appendCodePoint(good ? character : 'ñ');
    }
    return text.toString();
  }

  private static void agree(byte[] bytes, int split) {
    Utf8 utf8 = new Utf8();
    boolean good =
        utf8.accepts(bytes, 0, split) && utf8.accepts(bytes, split, bytes.length) && utf8.isWhole();
    assertThat(good).as("%s split at %d", ByteBuffer.wrap(bytes), split).isEqualTo(jdk(bytes));
  }

  private static boolean jdk(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
