package io.tertulia.trial.rows.living;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tertulia.room.Entry;
import io.tertulia.room.Position;
import io.tertulia.room.overlay.Deletion;
import io.tertulia.room.overlay.Fold;
import io.tertulia.room.overlay.Told;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What somebody holds who was there all the time and applied every entry. */
final class Folded {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Folded() {}

  /**
   * @param stream entries and resets of a room, in the order in which they came
   * @param wanted mids
   */
  static Map<String, JsonNode> of(List<JsonNode> stream, Set<String> wanted) {
    List<Entry> entries = new ArrayList<>();
    for (JsonNode event : stream) {
      if (event.path("type").asText().equals("reset")) {
        String cursor = event.path("cursor").asText();
        long seq = Long.parseLong(cursor.substring(cursor.indexOf(':') + 1));
        entries.removeIf(entry -> entry.position().seq() > seq);
      } else if (event.has("mid")) {
        entries.add(entry(event));
      }
    }
    Fold fold = Fold.of(entries);
    List<Deletion> deletions =
        entries.stream()
            .map(Told::of)
            .filter(told -> told != null)
            .map(Deletion::of)
            .filter(deletion -> deletion != null)
            .toList();
    Map<String, JsonNode> messages = new HashMap<>();
    for (Entry entry : entries) {
      if (wanted.contains(entry.mid())) {
        Entry left = entry;
        for (Deletion deletion : deletions) {
          left = deletion.ref().equals(entry.mid()) ? deletion.of(left) : left;
        }
        messages.put(entry.mid(), plain(read(fold.now(left).json())));
      }
    }
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

  private static Entry entry(JsonNode event) {
    return new Entry(
        new Position("any", event.path("seq").asLong()),
        event.path("mid").asText(),
        event.path("at").asLong(),
        event.toString().getBytes(UTF_8));
  }

  private static JsonNode read(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
