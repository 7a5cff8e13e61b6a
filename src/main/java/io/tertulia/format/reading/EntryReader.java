package io.tertulia.format.reading;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tertulia.protocol.Body;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event of a room back, where somebody must know what it says. What cannot be read is a
 * value: it costs the one view that wanted it.
 */
public final class EntryReader {
  private EntryReader() {}

  /** What an entry turned out to be. */
  public sealed interface Read {}

  /** Who said what. */
  public record Said(Event.From from, Body body) implements Read {}

  /** Who says what instead of what was said before. */
  public record Edited(Event.From by, Body body) implements Read {}

  /** Of whose message nothing is left, or who took it away. */
  public record Deleted(Event.From who) implements Read {}

  /** An entry of another type, or one that says nothing any more of a message that is gone. */
  public record NoMessage() implements Read {}

  /**
   * @param why in words of ours: what stands in the entry never reaches a log
   */
  public record Unreadable(String why) implements Read {}

  /**
   * @param json an entry as it was stored
   */
  public static Read message(byte[] json) {
    Parts parts = new Parts();
    try {
      parts.read(json);
    } catch (IOException | RuntimeException e) {
      return new Unreadable(e.getClass().getSimpleName());
    }
    Event.From who = new Event.From(parts.id, parts.name, parts.guest);
    Body body = parts.body;
    return switch (parts.type) {
      case "message" -> parts.grows ? new NoMessage() : said(parts, who);
      case "finish" -> body == null ? new NoMessage() : new Said(who, body);
      case "edit" -> body == null ? new NoMessage() : new Edited(who, body);
      case "delete" -> new Deleted(who);
      default -> new NoMessage();
    };
  }

  private static Read said(Parts parts, Event.From who) {
    if (parts.body != null) {
      return new Said(who, parts.body);
    }
    return parts.deleted ? new Deleted(who) : new Unreadable("it has neither text, data nor bytes");
  }

  /**
   * Of a signal its topic and its sender, of typing the sender, else the type: a newer event of the
   * same may stand for this one.
   *
   * @param json an ephemeral event
   * @return empty when it cannot be read
   */
  public static String topic(byte[] json) {
    Parts parts = new Parts();
    try {
      parts.read(json);
    } catch (IOException | RuntimeException e) {
      return "";
    }
    return parts.type + ' ' + parts.id + ' ' + parts.topic;
  }

  /** The fields that anybody asks for; what stands beside them is passed over. */
  private static final class Parts {
    private String type = "";
    private String topic = "";
    private String id = "";
    private String name = "";
    private boolean guest;
    private boolean deleted;
    private @Nullable Body body;

    /** Of a message: what it says is shown with the entry by which it ends. */
    private boolean grows;

    private void read(byte[] json) throws IOException {
      try (JsonParser in = Json.ACCEPTED.createParser(json)) {
        in.nextToken();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
          String field = in.currentName();
          in.nextToken();
          field(field, in, json);
          in.skipChildren();
        }
      }
    }

    private void field(String field, JsonParser in, byte[] json) throws IOException {
      switch (field) {
        case "type" -> type = in.getValueAsString("");
        case "grow", "status" -> grows = true;
        case "topic" -> topic = in.getValueAsString("");
        case "from", "by" -> from(in);
        case "deleted" -> deleted = true;
        case "text" -> body = new Body.Text(in.getValueAsString(""));
        case "bytes" -> body = new Body.Bytes(in.getBinaryValue());
        case "data" -> body = new Body.Data(data(in, json));
        default -> {}
      }
    }

    private void from(JsonParser in) throws IOException {
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String field = in.currentName();
        in.nextToken();
        switch (field) {
          case "id" -> id = in.getValueAsString("");
          case "name" -> name = in.getValueAsString("");
          case "guest" -> guest = in.getValueAsBoolean();
          default -> {}
        }
        in.skipChildren();
      }
    }

    /** The bytes as they stand there. */
    private static String data(JsonParser in, byte[] json) throws IOException {
      int from = Math.toIntExact(in.currentTokenLocation().getByteOffset());
      in.skipChildren();
      in.finishToken();
      int to = Math.toIntExact(in.currentLocation().getByteOffset());
      return new String(json, from, to - from, StandardCharsets.UTF_8);
    }
  }
}
