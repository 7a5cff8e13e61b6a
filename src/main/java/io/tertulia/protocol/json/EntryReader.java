package io.tertulia.protocol.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.protocol.Body;
import io.tertulia.protocol.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Reads an event of a room back, where somebody must know what it says. */
public final class EntryReader {
  private EntryReader() {}

  /**
   * @param json an entry as it was stored
   * @return null when the entry is of another type than message
   */
  public static @Nullable Said message(byte[] json) {
    try {
      JsonNode entry = Json.MAPPER.readTree(json);
      return entry.path("type").asText().equals("message") ? said(entry) : null;
    } catch (IOException e) {
      throw new UncheckedIOException("an entry of the log is not JSON", e);
    }
  }

  /**
   * Of a signal its topic and its sender, of typing the sender, else the type: a newer event of the
   * same may stand for this one.
   *
   * @param json an ephemeral event
   */
  public static String topic(byte[] json) {
    try {
      JsonNode event = Json.MAPPER.readTree(json);
      JsonNode sender = event.path("from").path("id");
      return event.path("type").asText()
          + ' '
          + sender.asText()
          + ' '
          + event.path("topic").asText();
    } catch (IOException e) {
      throw new UncheckedIOException("an event of the bus is not JSON", e);
    }
  }

  /** Who said what. */
  public record Said(Event.From from, Body body) {}

  private static Said said(JsonNode entry) throws IOException {
    JsonNode from = entry.path("from");
    return new Said(
        new Event.From(
            from.path("id").asText(), from.path("name").asText(), from.path("guest").asBoolean()),
        body(entry));
  }

  private static Body body(JsonNode entry) throws IOException {
    if (entry.has("text")) {
      return new Body.Text(entry.path("text").asText());
    }
    return entry.has("bytes")
        ? new Body.Bytes(entry.path("bytes").binaryValue())
        : new Body.Data(Json.compact(entry.path("data")));
  }
}
