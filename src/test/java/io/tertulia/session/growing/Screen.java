package io.tertulia.session.growing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a plain client shows: it puts each part behind what it has, and all it has in the place of
 * that when the part stands at 0. That a part stands elsewhere never happens to it.
 */
final class Screen {
  private final Map<String, ObjectNode> messages = new HashMap<>();
  private final List<String> types = new ArrayList<>();

  void take(List<JsonNode> events) {
    events.forEach(this::take);
  }

  private void take(JsonNode event) {
    String type = event.path("type").asText();
    types.add(type);
    switch (type) {
      case "message" -> messages.put(event.path("mid").asText(), event.deepCopy());
      case "append" -> grow(event);
      case "finish" -> end(event);
      case "history" -> event.path("entries").forEach(this::take);
      default -> {}
    }
  }

  private void grow(JsonNode part) {
    ObjectNode message = messages.get(part.path("mid").asText());
    if (message != null) {
      String before = part.path("at").asLong() == 0 ? "" : message.path("text").asText();
      assertThat(part.path("at").asLong())
          .as("where %s belongs", part)
          .isEqualTo(before.getBytes(StandardCharsets.UTF_8).length);
      message.put("text", before + part.path("text").asText());
    }
  }

  private void end(JsonNode finish) {
    ObjectNode message = messages.get(finish.path("ref").asText());
    if (message != null) {
      message.put("text", finish.path("text").asText());
      message.put("status", finish.path("status").asText());
      message.remove("grow");
    }
  }

  /** Has it from an earlier connection. */
  void hold(String mid, String text) {
    messages.put(mid, JsonNodeFactory.instance.objectNode().put("mid", mid).put("text", text));
  }

  ObjectNode shown(String mid) {
    return messages.get(mid);
  }

  String text(String mid) {
    return messages.get(mid).path("text").asText();
  }

  List<String> types() {
    return types.stream().filter(type -> !type.equals("presence")).toList();
  }
}
