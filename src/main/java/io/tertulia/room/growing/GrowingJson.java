package io.tertulia.room.growing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.json.Json;
import io.tertulia.room.Entry;
import io.tertulia.room.growing.Growing.Seed;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of messages that grow. That one does stands behind the numbers that the log gave, and
 * its text is its last field. Pure.
 */
final class GrowingJson {
  private static final String GROW = ",\"grow\":true,\"mid\":\"";
  private static final byte[] MID = ",\"mid\":\"".getBytes(US_ASCII);
  private static final byte[] GROWS = GROW.getBytes(US_ASCII);
  private static final byte[] MESSAGE = "{\"type\":\"message\"".getBytes(US_ASCII);
  private static final byte[] FINISH = "{\"type\":\"finish\"".getBytes(US_ASCII);
  private static final byte[] DELETE = "{\"type\":\"delete\"".getBytes(US_ASCII);
  private static final byte[] TEXT = ",\"text\":\"".getBytes(US_ASCII);

  private GrowingJson() {}

  /**
   * @param tail of a draft
   */
  static boolean grows(String tail) {
    return tail.startsWith(GROW);
  }

  /** Whether an entry is a message that has not ended, as far as is seen from it; cheap. */
  static boolean grows(byte[] json) {
    if (!stands(json, 0, MESSAGE)) {
      return false;
    }
    int mid = find(json, MID, MESSAGE.length);
    int from = mid + MID.length - GROWS.length;
    return from > 0 && stands(json, from, GROWS) && find(json, TEXT, mid) > 0;
  }

  /** What grows from an entry; null when that cannot be read. */
  static @Nullable Seed seed(byte[] json) {
    try {
      JsonNode entry = Json.MAPPER.readTree(json);
      JsonNode from = entry.path("from");
      return new Seed(
          entry.path("mid").asText(),
          from.path("id").asText(),
          from.toString(),
          entry.path("text").asText());
    } catch (IOException e) {
      return null;
    }
  }

  /** The other way round of {@link Seed#from}. */
  static Event.From person(String from) {
    try {
      JsonNode person = Json.MAPPER.readTree(from);
      return new Event.From(
          person.path("id").asText(),
          person.path("name").asText(),
          person.path("guest").asBoolean());
    } catch (IOException e) {
      throw new IllegalStateException("what was written can be read", e);
    }
  }

  /** The same of a draft. */
  static @Nullable Seed seed(String tail) {
    return seed(("{" + tail.substring(1)).getBytes(UTF_8));
  }

  /**
   * That a message grows no more.
   *
   * @param ref its mid
   */
  record Ended(String ref, boolean isDeleted) {}

  /** Null for an entry that ends none. */
  static @Nullable Ended ended(byte[] json) {
    boolean deleted = stands(json, 0, DELETE);
    if (!deleted && !stands(json, 0, FINISH)) {
      return null;
    }
    try {
      return new Ended(Json.MAPPER.readTree(json).path("ref").asText(), deleted);
    } catch (IOException e) {
      return null;
    }
  }

  /** An entry that says another text. */
  static Entry saying(Entry entry, String text) {
    byte[] json = entry.json();
    byte[] start = Arrays.copyOf(json, find(json, TEXT, 0));
    byte[] end = text(text).getBytes(UTF_8);
    byte[] whole = Arrays.copyOf(start, start.length + end.length);
    System.arraycopy(end, 0, whole, start.length, end.length);
    return entry.saying(whole);
  }

  /** A draft's tail with this text as its last field. */
  static String saying(String tail, String text) {
    return tail.substring(0, tail.length() - 1) + text(text);
  }

  private static String text(String text) {
    try {
      return ",\"text\":" + Json.MAPPER.writeValueAsString(text) + "}";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("every text can be written", e);
    }
  }

  private static int find(byte[] json, byte[] word, int from) {
    for (int i = from; i <= json.length - word.length; i++) {
      if (json[i] == word[0] && stands(json, i, word)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean stands(byte[] json, int at, byte[] word) {
    return json.length >= at + word.length
        && Arrays.equals(json, at, at + word.length, word, 0, word.length);
  }
}
