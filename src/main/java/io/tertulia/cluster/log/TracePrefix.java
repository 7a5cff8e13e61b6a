package io.tertulia.cluster.log;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands in front of an entry on the channel of its room, and only there, when its say is
 * traced: {@code @traceparent LF}. Neither an entry nor an event begins with the mark. Whatever is
 * written behind it, the entry counts: a trace must never cost a message.
 */
public final class TracePrefix {
  private static final byte MARK = '@';

  /** More than what the standard has today, so that a later one can still be skipped. */
  private static final int LONGEST = 200;

  /** W3C Trace Context, version 00; zeros name nothing. */
  private static final Pattern TRACEPARENT =
      Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

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
   * @return null when nothing can be traced by it
   */
  static @Nullable String traceparent(byte[] payload, int length) {
    String word = new String(payload, 1, length - 2, StandardCharsets.ISO_8859_1);
    return TRACEPARENT.matcher(word).matches() ? word : null;
  }
}
