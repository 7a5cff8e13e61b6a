package io.tertulia.format.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.json.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries by which a room's rules and people change, and tells them from all others by
 * three of their bytes.
 */
public final class ChangeReader {
  /** Where the word of its type begins in an entry. */
  private static final int TYPE = 9;

  private ChangeReader() {}

  /** Whether this entry changes what somebody may do; cheap. */
  public static boolean isChange(byte[] json) {
    return json.length > TYPE + 2
        && ((json[TYPE] == 'r' && json[TYPE + 1] == 'o')
            || (json[TYPE] == 'm' && json[TYPE + 2] == 'm'));
  }

  /**
   * @param json an entry as it was stored
   * @return a {@link Event.RoomChanged} or {@link Event.MemberChanged}; null for any other entry,
   *     and for one that cannot be read
   */
  public static @Nullable Event read(byte[] json) {
    if (!isChange(json)) {
      return null;
    }
    try {
      JsonNode entry = Json.MAPPER.readTree(json);
      return switch (entry.path("type").asText()) {
        case "room" -> room(entry);
        case "member" -> member(entry);
        default -> null;
      };
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * Where an entry was before the log lost it.
   *
   * @param json an entry as it was stored
   * @return a cursor; null for nowhere
   */
  public static @Nullable String was(byte[] json) {
    try {
      return text(Json.MAPPER.readTree(json), "was");
    } catch (IOException e) {
      return null;
    }
  }

  private static Event room(JsonNode entry) {
    return new Event.RoomChanged(
        entry.path("room").asText(),
        entry.path("mid").asText(),
        by(entry),
        entry.path("read").asText("all"),
        entry.path("say").asText("all"),
        entry.path("title").asText(),
        entry.path("topic").asText(),
        entry.path("slow").asInt(),
        text(entry, "owner"),
        entry.path("version").asLong());
  }

  private static Event member(JsonNode entry) {
    Boolean muted = bool(entry, "muted");
    Boolean banned = bool(entry, "banned");
    boolean on = Boolean.TRUE.equals(muted) || Boolean.TRUE.equals(banned);
    return new Event.MemberChanged(
        entry.path("room").asText(),
        entry.path("mid").asText(),
        by(entry),
        entry.path("user").asText(),
        text(entry, "role"),
        muted,
        banned,
        entry.path("kicked").asBoolean(),
        entry.path("until").asLong(on ? Event.FOREVER : 0),
        text(entry, "reason"),
        entry.path("version").asLong());
  }

  private static Event.From by(JsonNode entry) {
    JsonNode by = entry.path("by");
    return new Event.From(
        by.path("id").asText(), by.path("name").asText(), by.path("guest").asBoolean());
  }

  private static @Nullable String text(JsonNode entry, String field) {
    return entry.path(field).isTextual() ? entry.path(field).asText() : null;
  }

  private static @Nullable Boolean bool(JsonNode entry, String field) {
    return entry.path(field).isBoolean() ? entry.path(field).asBoolean() : null;
  }
}
