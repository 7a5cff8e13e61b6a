package io.tertulia.format.reading;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.json.Json;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the parts of growing messages, and tells them from other ephemeral events at once. */
public final class GrownReader {
  private static final byte[] START = "{\"type\":\"append\"".getBytes(US_ASCII);

  private GrownReader() {}

  /**
   * @param json of an event that is not stored
   * @return null for any other event, and for one that cannot be read
   */
  public static Event.@Nullable Grown read(byte[] json) {
    if (json.length < START.length
        || !Arrays.equals(json, 0, START.length, START, 0, START.length)) {
      return null;
    }
    try {
      JsonNode event = Json.MAPPER.readTree(json);
      return new Event.Grown(
          event.path("room").asText(),
          event.path("mid").asText(),
          event.path("at").asLong(),
          event.path("text").asText());
    } catch (IOException e) {
      return null;
    }
  }
}
