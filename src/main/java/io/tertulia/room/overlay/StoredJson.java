package io.tertulia.room.overlay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * An entry's JSON, whose last field is what it says: so who knows nothing of JSON can take that
 * away or put something else there. Inside of a string no quote stands without a backslash before
 * it: therefore the first place where a field could begin is where it does.
 */
public final class StoredJson {
  private static final byte[][] BODIES = {
    ",\"text\":\"".getBytes(US_ASCII),
    ",\"data\":".getBytes(US_ASCII),
    ",\"bytes\":\"".getBytes(US_ASCII)
  };

  private static final byte[] THREAD = ",\"thread\":\"".getBytes(US_ASCII);

  /** Ids have no brackets. */
  private static final Pattern MENTIONS = Pattern.compile(",\"mentions\":\\[[^\\]]*]");

  /** What stood behind the body once. */
  private static final Pattern OLD_REPLY = Pattern.compile(",\"replyTo\":\"[A-Za-z0-9_-]{16}\"}$");

  private StoredJson() {}

  /**
   * Where what it says begins.
   *
   * @return the comma before it; -1 when it says nothing, or nothing any more
   */
  static int body(byte[] json) {
    int first = -1;
    for (byte[] body : BODIES) {
      int found = find(json, body, first < 0 ? json.length : first);
      first = found < 0 ? first : found;
    }
    return first;
  }

  /** Whether nothing is left of what it said. */
  public static boolean isSilent(byte[] json) {
    return body(json) < 0;
  }

  /** Whether a message stands in a thread. */
  static boolean hasThread(byte[] json) {
    int body = body(json);
    return find(json, THREAD, body < 0 ? json.length : body) >= 0;
  }

  /**
   * What is left of a message or an edit.
   *
   * @param mark fields behind a comma that tell of the deletion; empty for an edit
   */
  static byte[] silenced(byte[] json, String mark) {
    int body = body(json);
    if (body < 0) {
      return json;
    }
    String start = new String(json, 0, body, UTF_8);
    return (MENTIONS.matcher(start).replaceFirst("") + reply(json, body) + mark + "}")
        .getBytes(UTF_8);
  }

  /**
   * A message that says something else, and has more fields.
   *
   * @param fields each behind a comma
   * @param said as {@link #said} of an edit; empty for what it says itself
   */
  static byte[] with(byte[] json, String fields, byte[] said) {
    int body = body(json);
    int end = body < 0 ? json.length - 1 : body;
    byte[] middle = fields.getBytes(UTF_8);
    String reply = said.length > 0 && body >= 0 ? reply(json, body) : "";
    byte[] before = concat(Arrays.copyOf(json, end), reply.getBytes(UTF_8), middle);
    return concat(before, said.length > 0 ? said : Arrays.copyOfRange(json, end, json.length));
  }

  /** What an entry says, from the comma before it to the end of the object. */
  public static byte[] said(byte[] json) {
    int body = body(json);
    return body < 0 ? new byte[0] : Arrays.copyOfRange(json, body, json.length);
  }

  private static String reply(byte[] json, int body) {
    var old = OLD_REPLY.matcher(new String(json, body, json.length - body, UTF_8));
    return old.find() ? old.group().substring(0, old.group().length() - 1) : "";
  }

  private static byte[] concat(byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private static int find(byte[] json, byte[] word, int before) {
    int last = Math.min(before, json.length - word.length);
    for (int i = 0; i <= last; i++) {
      if (json[i] == word[0] && Arrays.equals(json, i, i + word.length, word, 0, word.length)) {
        return i;
      }
    }
    return -1;
  }
}
