package io.tertulia.cluster.log;

import java.nio.charset.StandardCharsets;

/**
 * What stands in front of an entry on the channel of its room, and only there, when its say is
 * traced: {@code @traceparent LF}. Neither an entry nor an event begins with the mark. Whatever is
 * written behind it, the entry counts: a trace must never cost a message. Whether the word names a
 * span is for who traces.
 */
public final class TracePrefix {
  private static final byte MARK = '@';

  /** More than what the standard has today, so that a later one can still be skipped. */
  private static final int LONGEST = 200;

  private TracePrefix() {}

  public static String of(String traceparent) {
    return "@" + traceparent + "\n";
  }

  /** How many bytes stand in front of the entry, 0 for none. */
  public static int length(byte[] payload) {
    if (payload.length == 0 || payload[0] != MARK) {
      return 0;
    }
    int end = Math.min(payload.length, LONGEST);
    for (int i = 1; i < end; i++) {
      if (payload[i] == '\n') {
        return i + 1;
      }
    }
    return 0;
  }

  /**
   * @param length of the prefix
   */
  static String traceparent(byte[] payload, int length) {
    return new String(payload, 1, length - 2, StandardCharsets.ISO_8859_1);
  }
}
