package io.tertulia.room.mine;

import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.protocol.json.Json;
import io.tertulia.room.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What of an entry counts: how many messages there were with it, and whom it means. */
public final class Counted {
  /** All that stands before the numbers. */
  private static final int START = 256;

  private static final Pattern NUMBERS =
      Pattern.compile(
          "\\{\"type\":\"[a-z]+\",\"room\":\"[^\"]*\",\"seq\":\\d+,\"at\":\\d+,\"n\":(\\d+)");

  private static final byte[] MESSAGE = bytes("{\"type\":\"message\"");
  private static final byte[] MENTIONS = bytes(",\"mentions\":[");
  private static final byte[] NOTICE = bytes(",\"notify\":\"room\"");

  private Counted() {}

  public static boolean isMessage(Entry entry) {
    return startsWith(entry.json(), 0, MESSAGE);
  }

  /** How many of all entries up to this one were messages. Of an old entry, all were. */
  public static long messages(Entry entry) {
    byte[] json = entry.json();
    String start = new String(json, 0, Math.min(START, json.length), StandardCharsets.US_ASCII);
    Matcher numbers = NUMBERS.matcher(start);
    return numbers.lookingAt() ? Long.parseLong(numbers.group(1)) : entry.position().seq();
  }

  /** Whether it may mean somebody; cheap, and never false where it does. */
  public static boolean mayMention(Entry entry) {
    return isMessage(entry) && (has(entry.json(), MENTIONS) || has(entry.json(), NOTICE));
  }

  /**
   * Whom a message means.
   *
   * @param all whether it is everybody in the room
   */
  public record Meant(List<String> people, boolean all, String author) {
    public boolean has(String user) {
      return all || people.contains(user);
    }
  }

  public static Meant meant(Entry entry) {
    List<String> people = new ArrayList<>(1);
    if (!mayMention(entry)) {
      return new Meant(people, false, "");
    }
    try {
      JsonNode tree = Json.MAPPER.readTree(entry.json());
      tree.path("mentions").forEach(user -> people.add(user.asText()));
      boolean all = tree.path("notify").asText().equals("room") && !tree.has("deleted");
      return new Meant(people, all, tree.at("/from/id").asText());
    } catch (IOException e) {
      return new Meant(people, false, "");
    }
  }

  private static boolean has(byte[] json, byte[] word) {
    for (int i = MESSAGE.length; i <= json.length - word.length; i++) {
      if (json[i] == word[0] && startsWith(json, i, word)) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsWith(byte[] json, int at, byte[] word) {
    int i = 0;
    while (i < word.length && at + i < json.length && json[at + i] == word[i]) {
      i++;
    }
    return i == word.length;
  }

  private static byte[] bytes(String word) {
    return word.getBytes(StandardCharsets.US_ASCII);
  }
}
