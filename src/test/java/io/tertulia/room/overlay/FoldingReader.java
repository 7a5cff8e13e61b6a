package io.tertulia.room.overlay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tertulia.protocol.json.Json;
import io.tertulia.room.Entry;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a client does that knows nothing but the protocol: it takes entries, folded or not, applies
 * what changes a message, and skips what is in it already. Said once more with a reader of JSON and
 * without the classes that it judges.
 */
public final class FoldingReader {
  private static final Set<String> SAID = Set.of("text", "data", "bytes");

  /** By mid, in the order of their seqs. */
  private final Map<String, ObjectNode> messages = new LinkedHashMap<>();

  public FoldingReader take(List<Entry> entries) {
    entries.forEach(this::take);
    return this;
  }

  public void take(Entry entry) {
    take(parse(entry));
  }

  /**
   * @param event an entry as a client gets it
   */
  public void take(JsonNode event) {
    String ref = event.path("ref").asText();
    long seq = event.path("seq").asLong();
    switch (event.path("type").asText()) {
      case "message" -> {
        messages.putIfAbsent(event.path("mid").asText(), event.deepCopy());
        ObjectNode root = target(event.path("thread").asText(), seq);
        if (root != null) {
          replied(root, event);
        }
      }
      case "edit" -> {
        ObjectNode message = target(ref, seq);
        if (message != null) {
          edited(message, event);
        }
      }
      case "react" -> {
        ObjectNode message = target(ref, seq);
        if (message != null) {
          reacted(message, event);
        }
      }
      case "delete" -> {
        ObjectNode message = target(ref, seq);
        if (message != null) {
          deleted(message, event);
        }
      }
      default -> {}
    }
  }

  /** What it shows, the oldest first. */
  public List<JsonNode> shown() {
    // Written and read again, as a number knows how it was made.
    return messages.values().stream().map(message -> parse(message.toString())).toList();
  }

  /** Lets go of what a reset takes back. */
  public void dropAbove(long seq) {
    messages.values().removeIf(message -> message.path("seq").asLong() > seq);
  }

  /** Takes this one, whatever was there. */
  public void replace(JsonNode message) {
    messages.put(message.path("mid").asText(), message.deepCopy());
  }

  private @Nullable ObjectNode target(String mid, long seq) {
    ObjectNode message = messages.get(mid);
    return message == null || message.has("deleted") || message.path("rev").asLong() >= seq
        ? null
        : message;
  }

  private static void edited(ObjectNode message, JsonNode edit) {
    message.put("rev", edit.path("seq").asLong());
    message.put("edited", edit.path("at").asLong());
    if (SAID.stream().anyMatch(edit::has)) {
      message.remove(SAID);
      SAID.stream().filter(edit::has).forEach(field -> message.set(field, edit.get(field)));
    }
  }

  private static void deleted(ObjectNode message, JsonNode delete) {
    message.remove(SAID);
    message.remove(List.of("mentions", "edited", "reactions", "replies"));
    ObjectNode told = message.putObject("deleted");
    told.put("at", delete.path("at").asLong());
    told.set("by", delete.path("by"));
    message.put("rev", delete.path("seq").asLong());
  }

  private static void replied(ObjectNode root, JsonNode reply) {
    ObjectNode replies = root.withObject("replies");
    replies.put("count", replies.path("count").asLong() + 1);
    replies.put("last", reply.path("at").asLong());
    name(replies.withArray("by"), reply.path("from").path("id").asText(), 5);
    root.put("rev", reply.path("seq").asLong());
  }

  private static void reacted(ObjectNode message, JsonNode react) {
    Set<String> before = words(react.path("before"));
    Set<String> set = words(react.path("set"));
    String who = react.path("by").path("id").asText();
    ArrayNode reactions = message.withArray("reactions");
    for (Iterator<JsonNode> each = reactions.iterator(); each.hasNext(); ) {
      ObjectNode reaction = (ObjectNode) each.next();
      String emoji = reaction.path("emoji").asText();
      if (before.contains(emoji) && !set.contains(emoji)) {
        reaction.put("count", reaction.path("count").asLong() - 1);
        remove(reaction.withArray("by"), who);
      }
      if (reaction.path("count").asLong() == 0) {
        each.remove();
      }
    }
    for (JsonNode emoji : react.path("set")) {
      if (!before.contains(emoji.asText())) {
        add(reactions, emoji.asText(), who);
      }
    }
    if (reactions.isEmpty()) {
      message.remove("reactions");
    }
    message.put("rev", react.path("seq").asLong());
  }

  private static void add(ArrayNode reactions, String emoji, String who) {
    for (JsonNode each : reactions) {
      if (each.path("emoji").asText().equals(emoji)) {
        ((ObjectNode) each).put("count", each.path("count").asLong() + 1);
        name(((ObjectNode) each).withArray("by"), who, 10);
        return;
      }
    }
    ObjectNode fresh = reactions.addObject();
    fresh.put("emoji", emoji).put("count", 1L).putArray("by").add(who);
  }

  private static void name(ArrayNode by, String who, int most) {
    if (by.size() < most && !words(by).contains(who)) {
      by.add(who);
    }
  }

  private static void remove(ArrayNode by, String who) {
    for (int i = by.size() - 1; i >= 0; i--) {
      if (by.get(i).asText().equals(who)) {
        by.remove(i);
      }
    }
  }

  private static Set<String> words(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.toSet());
  }

  public static JsonNode parse(Entry entry) {
    return parse(new String(entry.json(), UTF_8));
  }

  private static JsonNode parse(String json) {
    try {
      return Json.MAPPER.readTree(json);
    } catch (IOException e) {
      throw new AssertionError("an entry is no JSON", e);
    }
  }
}
