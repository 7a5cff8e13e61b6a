package io.tertulia.room.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.protocol.json.Json;
import io.tertulia.room.Entry;
import io.tertulia.room.amendment.Amendment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an entry tells of an earlier message.
 *
 * @param seq of the entry
 * @param at of the entry
 * @param by id of its author
 * @param author its author, as JSON
 * @param before of a reaction: the author's set before this one
 * @param said what it says, as {@link StoredJson#said} cuts it; empty for nothing
 */
public record Told(
    Amendment amendment,
    long seq,
    long at,
    String by,
    String author,
    List<String> before,
    byte[] said) {
  /** Where the word of its type begins in an entry's JSON. */
  private static final int TYPE = 9;

  /**
   * Cheap for a message that is no reply in a thread.
   *
   * @return null for an entry that tells of no earlier message, or cannot be read
   */
  public static @Nullable Told of(Entry entry) {
    byte[] json = entry.json();
    if (json.length < TYPE + 4 || !(isAmendment(json) || isInThread(json))) {
      return null;
    }
    try {
      JsonNode tree = Json.MAPPER.readTree(StoredJson.silenced(json, ""));
      Amendment amendment = amendment(tree);
      if (amendment == null) {
        return null;
      }
      JsonNode author = tree.path(amendment instanceof Amendment.Reply ? "from" : "by");
      return new Told(
          amendment,
          entry.position().seq(),
          entry.at(),
          author.path("id").asText(),
          author.toString(),
          words(tree.path("before")),
          StoredJson.said(json));
    } catch (IOException e) {
      return null;
    }
  }

  /** Whether an entry is there only for another one, so that who looks back needs it not. */
  public static boolean isAmendment(byte[] json) {
    return json.length > TYPE + 4
        && switch (json[TYPE]) {
          case 'e' -> json[TYPE + 1] == 'd';
          case 'd' -> json[TYPE + 1] == 'e';
          case 'r' -> json[TYPE + 1] == 'e';
          default -> false;
        };
  }

  private static boolean isInThread(byte[] json) {
    return json[TYPE] == 'm' && json[TYPE + 2] == 's' && StoredJson.hasThread(json);
  }

  private static @Nullable Amendment amendment(JsonNode tree) {
    String ref = tree.path("ref").asText();
    return switch (tree.path("type").asText()) {
      case "edit" -> new Amendment.Edit(ref);
      case "delete" -> new Amendment.Delete(ref);
      case "react" -> new Amendment.React(ref, words(tree.path("set")));
      case "message" -> new Amendment.Reply(tree.path("thread").asText());
      default -> null;
    };
  }

  private static List<String> words(JsonNode array) {
    List<String> words = new ArrayList<>(array.size());
    array.forEach(word -> words.add(word.asText()));
    return words;
  }
}
