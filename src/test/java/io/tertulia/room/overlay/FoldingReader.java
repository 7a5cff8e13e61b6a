package io.tertulia.room.overlay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tertulia.protocol.json.Json;
import io.tertulia.room.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
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

  /** By mid. */
  private final Map<String, ObjectNode> messages = new HashMap<>();

  /** By mid of the message: what was done to it, which may not be here yet. */
  private final Map<String, List<JsonNode>> done = new HashMap<>();

  public FoldingReader take(List<Entry> entries) {
    entries.forEach(this::take);
    return this;
  }

  public void take(Entry entry) {
    take(parse(entry));
  }

  /**
   * The next one.
   *
   * @param event an entry as a client gets it
   */
  public void take(JsonNode event) {
    String mid = event.path("mid").asText();
    String ref = event.path("ref").asText();
    if (event.path("type").asText().equals("message")) {
      ObjectNode held = messages.get(mid);
      if (held == null || held.path("seq").asLong() != event.path("seq").asLong()) {
        hold(event);
      }
      ref = event.path("thread").asText();
    }
    if (!ref.isEmpty()) {
      done.computeIfAbsent(ref, key -> new ArrayList<>()).add(event);
      apply(ref, event);
    }
  }

  /**
   * A page that was asked for besides: what it shows is as new as the page, and must not be applied
   * to what is held.
   */
  public void load(JsonNode message) {
    ObjectNode held = messages.get(message.path("mid").asText());
    boolean newer = held == null || held.path("rev").asLong() < message.path("rev").asLong();
    if (message.path("type").asText().equals("message") && newer) {
      hold(message);
    }
  }

  /** It is shown from now on, with what came before it and is not in it. */
  private void hold(JsonNode message) {
    String mid = message.path("mid").asText();
    messages.put(mid, message.deepCopy());
    done.getOrDefault(mid, List.of()).forEach(event -> apply(mid, event));
  }

  /**
   * Lets go of what a reset takes back: what is above, and what was changed by something above, so
   * that it has to be read again.
   */
  public void dropAbove(long seq) {
    messages
        .values()
        .removeIf(held -> held.path("seq").asLong() > seq || held.path("rev").asLong() > seq);
    done.values().forEach(events -> events.removeIf(event -> event.path("seq").asLong() > seq));
  }

  /** Something was missed: all has to be read again. */
  public void clear() {
    messages.clear();
    done.clear();
  }

  /** What it shows, the oldest first. */
  public List<JsonNode> shown() {
    // Written and read again, as a number knows how it was made.
    return messages.values().stream()
        .map(message -> parse(message.toString()))
        .sorted(Comparator.comparingLong(message -> message.path("seq").asLong()))
        .toList();
  }

  private void apply(String ref, JsonNode event) {
    ObjectNode message = target(ref, event.path("seq").asLong());
    if (message == null) {
      return;
    }
    switch (event.path("type").asText()) {
      case "message" -> replied(message, event);
      case "edit" -> edited(message, event);
      case "react" -> reacted(message, event);
      case "delete" -> deleted(message, event);
      default -> {}
    }
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
