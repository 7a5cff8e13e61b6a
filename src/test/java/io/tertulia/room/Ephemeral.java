package io.tertulia.room;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tertulia.protocol.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads back what a bus carries beside entries. */
public final class Ephemeral {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Ephemeral() {}

  public static Event event(byte[] json) {
    JsonNode event = tree(json);
    String room = event.path("room").asText();
    return switch (event.path("type").asText()) {
      case "typing" ->
          new Event.Typing(room, person(event.path("from")), event.path("on").asBoolean());
      case "signal" ->
          new Event.Signal(
              room,
              person(event.path("from")),
              event.path("topic").asText(),
              event.path("data").toString());
      case "presence" ->
          new Event.Presence(
              room,
              event.path("count").asInt(),
              people(event.get("joined")),
              people(event.get("left")));
      default -> throw new AssertionError("not ephemeral: " + event);
    };
  }

  private static JsonNode tree(byte[] json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable List<Event.From> people(@Nullable JsonNode people) {
    return people == null
        ? null
        : StreamSupport.stream(people.spliterator(), false).map(Ephemeral::person).toList();
  }

  private static Event.From person(JsonNode person) {
    return new Event.From(
        person.path("id").asText(),
        person.path("name").asText(),
        person.path("guest").asBoolean(false));
  }
}
