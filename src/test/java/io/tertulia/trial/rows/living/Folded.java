package io.tertulia.trial.rows.living;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tertulia.room.overlay.FoldingReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What somebody holds who was there all the time and applied every entry. */
final class Folded {
  private Folded() {}

  /**
   * By mid, without what it would have to read again after a reset, as the protocol says.
   *
   * @param stream entries and resets of a room, in the order in which they came
   */
  static Map<String, JsonNode> of(List<JsonNode> stream) {
    List<JsonNode> entries = new ArrayList<>();
    Set<String> stale = new HashSet<>();
    for (JsonNode event : stream) {
      if (event.path("type").asText().equals("reset")) {
        long cut = seq(event.path("cursor").asText());
        entries.removeIf(entry -> entry.path("seq").asLong() > cut);
        entries.stream()
            .filter(entry -> entry.path("rev").asLong() > cut)
            .forEach(entry -> stale.add(entry.path("mid").asText()));
      } else {
        entries.add(event);
      }
    }
    FoldingReader reader = new FoldingReader();
    entries.forEach(reader::take);
    Map<String, JsonNode> messages = new HashMap<>();
    for (JsonNode message : reader.shown()) {
      messages.put(message.path("mid").asText(), plain(message));
    }
    messages.keySet().removeAll(stale);
    return messages;
  }

  /** Texts of messages and edits that came behind the entry that deleted them. */
  static List<String> late(List<JsonNode> stream) {
    Set<String> gone = new HashSet<>();
    List<String> late = new ArrayList<>();
    for (JsonNode event : stream) {
      String type = event.path("type").asText();
      if (type.equals("delete")) {
        gone.add(event.path("ref").asText());
      } else if (event.has("text")
          && (gone.contains(event.path("mid").asText())
              || gone.contains(event.path("ref").asText()))) {
        late.add(event.toString());
      }
    }
    return late;
  }

  /** Without the numbers that say no more than where it was read. */
  static JsonNode plain(JsonNode message) {
    ObjectNode plain = message.deepCopy();
    plain.remove(List.of("rev", "was"));
    return plain;
  }

  static long seq(String cursor) {
    return Long.parseLong(cursor.substring(cursor.indexOf(':') + 1));
  }
}
