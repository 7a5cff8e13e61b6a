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
 * @param said of an edit: what it says, as {@link StoredJson#said} cuts it; empty for nothing
 */
public record Told(
    Amendment amendment,
    long seq,
    long at,
    String by,
    String author,
    List<String> before,
    byte[] said) {
  /**
   * Cheap for a message that is no reply in a thread: only what stands before its text is looked
   * at.
   *
   * @return null for an entry that tells of no earlier message, or cannot be read
   */
  public static @Nullable Told of(Entry entry) {
    byte[] json = entry.json();
    if (!StoredJson.isAmendment(json) && !StoredJson.hasThread(json)) {
      return null;
    }
    try {
      JsonNode tree = Json.MAPPER.readTree(StoredJson.silenced(json, ""));
      Amendment amendment = amendment(tree);
      if (amendment == null || amendment.ref().isEmpty()) {
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
          StoredJson.isEdit(json) ? StoredJson.said(json) : new byte[0]);
    } catch (IOException e) {
      return null;
    }
  }

  private static @Nullable Amendment amendment(JsonNode tree) {
    String ref = tree.path("ref").asText();
    return switch (tree.path("type").asText()) {
      case "edit" -> new Amendment.Edit(ref);
      case "finish" -> new Amendment.Finish(ref, tree.path("status").asText());
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
