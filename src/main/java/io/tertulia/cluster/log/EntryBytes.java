package io.tertulia.cluster.log;

import io.tertulia.format.ChangeReader;
import io.tertulia.format.EventEncoder;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An entry as the scripts store and publish it: {@code epoch SP seq SP mid SP at LF json}, so that
 * nobody has to read JSON to know what it is. What the scripts do to JSON, and undo, is here too.
 */
public final class EntryBytes {
  private static final String WAS = ",\"was\":\"";

  /** Nothing in front of the JSON is longer; what is published beside entries may be. */
  private static final int LONGEST_TITLE = 200;

  private EntryBytes() {}

  /** Null when these bytes are something else than an entry. */
  public static @Nullable Entry parse(byte[] payload) {
    return parse(payload, 0);
  }

  /**
   * The same as it was published, where a {@link TracePrefix} may stand in front of it. Null also
   * when its JSON is not that of an entry of this room with these numbers.
   */
  public static @Nullable Entry heard(RoomId room, byte[] payload) {
    int start = TracePrefix.length(payload);
    Entry entry = parse(payload, start);
    if (entry != null && !isOf(room, entry)) {
      return null;
    }
    return entry == null || start == 0
        ? entry
        : entry.tracedBy(TracePrefix.traceparent(payload, start));
  }

  private static @Nullable Entry parse(byte[] payload, int start) {
    int end = start;
    while (end < payload.length && payload[end] != '\n') {
      if (end++ == start + LONGEST_TITLE) {
        return null;
      }
    }
    String[] title =
        new String(payload, start, end - start, StandardCharsets.US_ASCII).split(" ", -1);
    if (end == payload.length || title.length != 4) {
      return null;
    }
    long seq = number(title[1]);
    long at = number(title[3]);
    return seq < 0 || at < 0
        ? null
        : new Entry(
            new Position(title[0], seq),
            title[2],
            at,
            Arrays.copyOfRange(payload, end + 1, payload.length));
  }

  /** The other way round. */
  public static byte[] payload(Entry entry) {
    Position position = entry.position();
    String title =
        position.epoch() + " " + position.seq() + " " + entry.mid() + " " + entry.at() + "\n";
    byte[] start = title.getBytes(StandardCharsets.US_ASCII);
    byte[] payload = Arrays.copyOf(start, start.length + entry.json().length);
    System.arraycopy(entry.json(), 0, payload, start.length, entry.json().length);
    return payload;
  }

  /**
   * The entry that a draft becomes.
   *
   * @param was where the same entry was before the log lost it, null for nowhere
   */
  public static Entry join(Draft draft, Position position, long at, @Nullable Position was) {
    String json =
        draft.head()
            + numbers(position.seq(), at)
            + (was == null ? "" : WAS + was.cursor() + "\"")
            + draft.tail();
    return new Entry(position, draft.mid(), at, json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The draft that a message or a change of the room once was, without its numbers and without
   * where it was before.
   *
   * @return null when it is neither of this room: of those, none is ever put back
   */
  public static @Nullable Draft cut(RoomId room, Entry entry) {
    String head = EventEncoder.head(type(entry.json()), room.value());
    String json = new String(entry.json(), StandardCharsets.UTF_8);
    String start = head + numbers(entry.position().seq(), entry.at());
    if (!json.startsWith(start)) {
      return null;
    }
    int cut = start.length();
    if (json.startsWith(WAS, cut)) {
      cut = json.indexOf('"', cut + WAS.length()) + 1;
    }
    return new Draft(entry.mid(), head, json.substring(cut), null);
  }

  private static boolean isOf(RoomId room, Entry entry) {
    String rest =
        "\",\"room\":\"" + room.value() + "\"," + numbers(entry.position().seq(), entry.at()) + ",";
    return begins(entry.json(), "{\"type\":\"" + type(entry.json()) + rest)
        || begins(entry.json(), "{\"type\":\"epoch" + rest);
  }

  /** Of what is put back. */
  private static String type(byte[] json) {
    if (!ChangeReader.isChange(json)) {
      return "message";
    }
    return begins(json, "{\"type\":\"room\"") ? "room" : "member";
  }

  private static boolean begins(byte[] json, String start) {
    byte[] bytes = start.getBytes(StandardCharsets.US_ASCII);
    return json.length > bytes.length
        && Arrays.equals(json, 0, bytes.length, bytes, 0, bytes.length);
  }

  private static String numbers(long seq, long at) {
    return "\"seq\":" + seq + ",\"at\":" + at;
  }

  /** What is not a number of at most 18 digits is -1. */
  private static long number(String word) {
    boolean digits = !word.isEmpty() && word.length() <= 18;
    for (int i = 0; digits && i < word.length(); i++) {
      digits = word.charAt(i) >= '0' && word.charAt(i) <= '9';
    }
    return digits ? Long.parseLong(word) : -1;
  }
}
