package io.tertulia.heart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** Events in words short enough to compare: {@code message plaza 3 hola}, {@code error#2 121}. */
final class Told {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Told() {}

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + json, e);
    }
  }

  static String inShort(JsonNode event) {
    String type = event.path("type").asText();
    String to = event.has("id") ? "#" + event.path("id").asLong() : "";
    to += event.has("re") ? "@" + event.path("re").asLong() : "";
    return (type + to + " " + details(type, event)).strip();
  }

  private static String details(String type, JsonNode event) {
    String room = event.path("room").asText();
    return switch (type) {
      case "message", "edit" -> room + " " + event.path("seq").asLong() + " " + body(event);
      case "delete" -> room + " " + event.path("seq").asLong();
      case "react" -> room + " " + event.path("seq").asLong() + " " + words(event.path("set"));
      case "ack" -> event.path("seq").asText() + (event.has("dup") ? " dup" : "");
      case "error" -> event.path("code").asText() + " " + event.path("field").asText();
      case "joined" -> room + " " + seq(event, "from") + ".." + seq(event, "head");
      case "reset" -> room + " " + event.path("reason").asText() + " " + seq(event, "cursor");
      case "presence" ->
          room
              + " "
              + event.path("count")
              + " +"
              + names(event, "joined")
              + " -"
              + names(event, "left");
      case "typing" -> room + " " + event.at("/from/name").asText() + " " + event.path("on");
      case "signal" -> room + " " + event.path("topic").asText() + " " + event.path("data");
      case "history" -> seqs(event) + (event.path("more").asBoolean() ? " more" : "");
      case "read", "got" ->
          room + " " + event.at("/from/id").asText() + " " + event.path("seq").asLong();
      case "inbox" -> list(event);
      case "activity" -> room + " " + event.path("seq") + (event.has("mention") ? " mention" : "");
      case "left" -> room + " " + event.path("reason").asText();
      case "member" -> room + " " + event.path("seq").asLong() + " " + event.path("user").asText();
      case "room" -> room + " " + event.path("seq").asLong() + " " + event.path("read").asText();
      case "policy" -> room + " " + event.path("read").asText() + " " + event.path("role").asText();
      case "members" -> event.path("count") + " " + names(event, "members");
      default -> "";
    };
  }

  /** Of each room what is unread, and how often somebody was meant. */
  private static String list(JsonNode event) {
    List<String> rooms = new ArrayList<>();
    for (JsonNode room : event.path("rooms")) {
      rooms.add(
          room.path("room").asText() + " " + room.path("unread") + " " + room.path("mentions"));
    }
    event.path("gone").forEach(room -> rooms.add("-" + room.asText()));
    return String.join(", ", rooms) + (event.has("next") ? " next" : "");
  }

  private static String words(JsonNode array) {
    List<String> words = new ArrayList<>();
    array.forEach(word -> words.add(word.asText()));
    return String.join(" ", words);
  }

  private static String body(JsonNode event) {
    return event.has("deleted") ? "gone" : said(event);
  }

  private static String said(JsonNode event) {
    return event.has("text")
        ? event.path("text").asText()
        : event.path(event.has("data") ? "data" : "bytes").toString();
  }

  private static String seq(JsonNode event, String field) {
    String cursor = event.path(field).asText();
    return cursor.substring(cursor.indexOf(':') + 1);
  }

  private static List<String> names(JsonNode event, String field) {
    List<String> names = new ArrayList<>();
    event.path(field).forEach(person -> names.add(person.path("name").asText()));
    return names;
  }

  private static List<Long> seqs(JsonNode event) {
    List<Long> seqs = new ArrayList<>();
    event.path("entries").forEach(entry -> seqs.add(entry.path("seq").asLong()));
    return seqs;
  }
}
