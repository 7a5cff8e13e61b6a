package io.tertulia.transport.websocket.frame;

/**
 * Tells at the first wrong byte that something is not UTF-8 (RFC 3629: no surrogates, nothing
 * over-long, nothing above U+10FFFF), also when a character is split over several calls.
 */
final class Utf8 {
  private static final int LOWEST_TAIL = 0x80;
  private static final int HIGHEST_TAIL = 0xBF;

  /** Bytes that the character begun still needs. */
  private int missing;

  /** Between what the next of them must be; only the first has other bounds than the rest. */
  private int lowest = LOWEST_TAIL;

  private int highest = HIGHEST_TAIL;

  /** Whether these bytes can follow what came before. */
  boolean accepts(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      int next = bytes[i] & 0xFF;
      if (missing == 0 ? !begin(next) : !tail(next)) {
        return false;
      }
    }
    return true;
  }

  /** Whether no character is left half done. */
  boolean isWhole() {
    return missing == 0;
  }

  private boolean begin(int lead) {
    if (lead < 0x80) {
      return true;
    }
    if (lead < 0xC2 || lead > 0xF4) {
      return false;
    }
    missing = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    switch (lead) {
      case 0xE0 -> lowest = 0xA0;
      case 0xED -> highest = 0x9F;
      case 0xF0 -> lowest = 0x90;
      case 0xF4 -> highest = 0x8F;
      default -> {}
    }
    return true;
  }

  private boolean tail(int next) {
    boolean good = next >= lowest && next <= highest;
    missing--;
    lowest = LOWEST_TAIL;
    highest = HIGHEST_TAIL;
    return good;
  }
}
