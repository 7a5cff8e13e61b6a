package io.tertulia.room.overlay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An entry's JSON, whose last field is what it says: so who knows nothing of JSON can take that
 * away or put something else there. Inside of a string no quote stands without a backslash before
 * it: therefore the first place where a field could begin is where it does, and nothing behind the
 * beginning of what an entry says is ever looked at.
 */
public final class StoredJson {
  private static final byte[][] BODIES = {
    ascii("text\":\""), ascii("data\":"), ascii("bytes\":\"")
  };
  private static final byte[] THREAD = ascii("thread\":\"");
  private static final byte[] REF = ascii("ref\":\"");
  private static final byte[] FROM = ascii("from\":{\"id\":\"");
  private static final byte[] MESSAGES = ascii("n\":");
  private static final byte[] EDIT = ascii("edit\"");
  private static final byte[] FINISH = ascii("finish\"");
  private static final byte[] STATUS = ascii("status\":\"");
  private static final byte[] GROW = ascii("grow\":true");
  private static final byte[] DELETE = ascii("delete\"");
  private static final byte[] REACT = ascii("react\"");
  private static final byte[] MESSAGE = ascii("message\"");

  /** Where the word of its type begins. */
  private static final int TYPE = "{\"type\":\"".length();

  /** Ids have no brackets. */
  private static final Pattern MENTIONS = Pattern.compile(",\"mentions\":\\[[^\\]]*]");

  /** What stood behind the body once, with a mid of 16 characters and the end of the object. */
  private static final byte[] OLD_REPLY = ascii(",\"replyTo\":\"");

  private static final int MID = 16;

  private StoredJson() {}

  public static boolean isMessage(byte[] json) {
    return stands(json, TYPE, MESSAGE);
  }

  /** Whether an entry says what a message says from now on. */
  static boolean isEdit(byte[] json) {
    return stands(json, TYPE, EDIT) || stands(json, TYPE, FINISH);
  }

  static boolean isDelete(byte[] json) {
    return stands(json, TYPE, DELETE);
  }

  /** Whether an entry is there only for another one, so that who looks back needs it not. */
  public static boolean isAmendment(byte[] json) {
    return isEdit(json) || isDelete(json) || stands(json, TYPE, REACT);
  }

  /**
   * Where what it says begins.
   *
   * @return the comma before it; -1 when it says nothing, or nothing any more
   */
  static int body(byte[] json) {
    int at = field(json, 0);
    while (at >= 0 && !isBody(json, at)) {
      at = field(json, at);
    }
    return at < 0 ? -1 : at - 2;
  }

  /** Whether nothing is left of what it said. */
  public static boolean isSilent(byte[] json) {
    return body(json) < 0;
  }

  /** How a message that grew ended, as the entry says that tells of it; null for any other. */
  public static @Nullable String status(byte[] json) {
    int at = stands(json, TYPE, FINISH) ? find(json, STATUS) : -1;
    if (at < 0) {
      return null;
    }
    int start = at + STATUS.length;
    int end = start;
    while (json[end] != '"') {
      end++;
    }
    return new String(json, start, end - start, UTF_8);
  }

  /** The JSON of a message that grows no more. */
  static byte[] grown(byte[] json) {
    int grow = isMessage(json) ? find(json, GROW) : -1;
    return grow < 0
        ? json
        : concat(
            Arrays.copyOf(json, grow - ",\"".length()),
            Arrays.copyOfRange(json, grow + GROW.length, json.length));
  }

  /** Whether a message stands in a thread. */
  public static boolean hasThread(byte[] json) {
    return isMessage(json) && find(json, THREAD) >= 0;
  }

  /**
   * How many of all entries up to this one were messages.
   *
   * @return -1 for an entry that does not say it
   */
  public static long messages(byte[] json) {
    int at = find(json, MESSAGES);
    if (at < 0) {
      return -1;
    }
    long messages = 0;
    for (int i = at + MESSAGES.length; i < json.length && json[i] >= '0' && json[i] <= '9'; i++) {
      messages = messages * 10 + json[i] - '0';
    }
    return messages;
  }

  /** Whether an entry is about the message with this mid. */
  static boolean isAbout(byte[] json, String mid) {
    return has(json, REF, mid);
  }

  /** Whether this is who said a message. */
  static boolean isBy(byte[] json, String who) {
    return has(json, FROM, who);
  }

  private static boolean has(byte[] json, byte[] field, String value) {
    int at = find(json, field);
    return at >= 0 && stands(json, at + field.length, (value + "\"").getBytes(UTF_8));
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
    byte[] kept = MENTIONS.matcher(start).replaceFirst("").getBytes(UTF_8);
    return concat(kept, oldReply(json, body), (mark + "}").getBytes(UTF_8));
  }

  /**
   * A message that says something else, and has more fields. One that was deleted stays as it is.
   *
   * @param fields each behind a comma
   * @param said as {@link #said} of an edit; empty for what it says itself
   */
  static byte[] with(byte[] json, String fields, byte[] said) {
    int body = body(json);
    if (body < 0) {
      return json;
    }
    byte[] more = fields.getBytes(UTF_8);
    byte[] start = Arrays.copyOf(json, body);
    return said.length == 0
        ? concat(start, more, Arrays.copyOfRange(json, body, json.length))
        : concat(start, oldReply(json, body), more, said);
  }

  /** What an entry says, from the comma before it to the end of the object. */
  public static byte[] said(byte[] json) {
    int body = body(json);
    return body < 0 ? new byte[0] : Arrays.copyOfRange(json, body, json.length);
  }

  /** Empty for none. */
  private static byte[] oldReply(byte[] json, int body) {
    int end = json.length - "\"}".length();
    int start = end - MID - OLD_REPLY.length;
    boolean old = start > body && json[end] == '"' && stands(json, start, OLD_REPLY);
    return old ? Arrays.copyOfRange(json, start, end + 1) : new byte[0];
  }

  /**
   * Where a field's name begins, in front of what it says.
   *
   * @param word the name and what follows it
   * @return -1 for nowhere
   */
  private static int find(byte[] json, byte[] word) {
    for (int i = field(json, 0); i >= 0 && !isBody(json, i); i = field(json, i)) {
      if (stands(json, i, word)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isBody(byte[] json, int at) {
    for (byte[] body : BODIES) {
      if (stands(json, at, body)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Where the next field could begin.
   *
   * @return behind its first quote; -1 for nowhere
   */
  private static int field(byte[] json, int from) {
    for (int i = from; i + 1 < json.length; i++) {
      if (json[i] == ',' && json[i + 1] == '"') {
        return i + 2;
      }
    }
    return -1;
  }

  private static boolean stands(byte[] json, int at, byte[] word) {
    return json.length >= at + word.length
        && Arrays.equals(json, at, at + word.length, word, 0, word.length);
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

  private static byte[] ascii(String word) {
    return word.getBytes(US_ASCII);
  }
}
