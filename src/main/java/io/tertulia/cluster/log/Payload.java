package io.tertulia.cluster.log;

import io.tertulia.room.Entry;
import io.tertulia.room.Position;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An entry as it is stored and published: {@code epoch SP seq SP mid SP at LF json}, so that a node
 * need not read JSON to know its place. Pure; any thread.
 */
public final class Payload {
  private static final int FIELDS = 4;

  private Payload() {}

  /**
   * @return null when these bytes are no entry
   */
  public static @Nullable Entry entry(byte[] payload) {
    int end = 0;
    while (end < payload.length && payload[end] != '\n') {
      end++;
    }
    String[] fields = new String(payload, 0, end, StandardCharsets.US_ASCII).split(" ", -1);
    if (end == payload.length || fields.length != FIELDS) {
      return null;
    }
    try {
      return new Entry(
          new Position(fields[0], Long.parseLong(fields[1])),
          fields[2],
          Long.parseLong(fields[3]),
          Arrays.copyOfRange(payload, end + 1, payload.length));
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
