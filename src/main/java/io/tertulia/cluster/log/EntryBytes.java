package io.tertulia.cluster.log;

import io.tertulia.format.EntryEncoder;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An entry as the scripts store and publish it: {@code epoch SP seq SP mid SP at LF json}, so that
 * nobody has to read JSON to know what it is. What the scripts do to JSON, and undo, is here too.
 */
public final class EntryBytes {
  private static final String WAS = ",\"was\":\"";
  private static final String MESSAGES = ",\"n\":";

  private static final int TYPE_BEGINS = "{\"type\":\"".length();
  private static final int LONGEST_TYPE = TYPE_BEGINS + 32;
  private static final Pattern TYPE = Pattern.compile("\\{\"type\":\"([a-z]+)\"");
  private static final Pattern GIVEN = Pattern.compile("(,\"n\":\\d+)?(,\"was\":\"[^\"]*\")?");

  /** Emoji have no brackets. */
  private static final Pattern BEFORE = Pattern.compile(",\"before\":\\[[^\\]]*]}$");

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
   * What the log gives a draft.
   *
   * @param messages how many of all entries were messages, with this one
   * @param before of reactions: what stands behind the draft's last field, a comma first; else
   *     empty
   * @param was where the same entry was before the log lost it, null for nowhere
   */
  public record Given(
      Position position, long at, long messages, String before, @Nullable Position was) {}

  /** The entry that a draft becomes. */
  public static Entry join(Draft draft, Given given) {
    String tail = draft.tail();
    String json =
        draft.head()
            + numbers(given.position.seq(), given.at)
            + MESSAGES
            + given.messages
            + (given.was == null ? "" : WAS + given.was.cursor() + "\"")
            + (given.before.isEmpty()
                ? tail
                : tail.substring(0, tail.length() - 1) + given.before + "}");
    return new Entry(given.position, draft.mid(), given.at, json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The draft that an entry once was, without what the log gave it.
   *
   * @return null when it is none of this room, or tells of an epoch: of those, none is ever put
   *     back
   */
  public static @Nullable Draft cut(RoomId room, Entry entry) {
    String json = new String(entry.json(), StandardCharsets.UTF_8);
    Matcher type = TYPE.matcher(json);
    if (!type.lookingAt() || type.group(1).equals("epoch")) {
      return null;
    }
    String head = EntryEncoder.head(type.group(1), room.value());
    String start = head + numbers(entry.position().seq(), entry.at());
    if (!json.startsWith(start)) {
      return null;
    }
    Matcher given = GIVEN.matcher(json).region(start.length(), json.length());
    int cut = given.lookingAt() ? given.end() : start.length();
    String tail = BEFORE.matcher(json.substring(cut)).replaceFirst("}");
    return new Draft(entry.mid(), head, tail, null);
  }

  private static boolean isOf(RoomId room, Entry entry) {
    int end = 0;
    byte[] json = entry.json();
    for (int i = TYPE_BEGINS; i < json.length && i < LONGEST_TYPE && end == 0; i++) {
      end = json[i] == '"' ? i : 0;
    }
    String start = "{\"type\":\"";
    String rest =
        "\",\"room\":\"" + room.value() + "\"," + numbers(entry.position().seq(), entry.at()) + ",";
    return end > 0 && stands(json, 0, start) && stands(json, end, rest);
  }

  private static boolean stands(byte[] json, int at, String words) {
    byte[] bytes = words.getBytes(StandardCharsets.US_ASCII);
    return json.length > at + bytes.length
        && Arrays.equals(json, at, at + bytes.length, bytes, 0, bytes.length);
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
