package io.tertulia.session.mine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tertulia.protocol.json.Json;
import io.tertulia.room.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A message as it stands in a list: a long one is cut, and says so. */
final class Preview {
  /** Bytes of one that is not cut. */
  private static final int SHORT = 1_000;

  /** Characters of a text that is. */
  private static final int TEXT = 200;

  private Preview() {}

  static byte @Nullable [] of(@Nullable Entry message) {
    if (message == null || message.json().length <= SHORT) {
      return message == null ? null : message.json();
    }
    try {
      if (Json.MAPPER.readTree(message.json()) instanceof ObjectNode tree) {
        String text = tree.path("text").asText();
        tree.remove("data");
        tree.remove("bytes");
        tree.remove("mentions");
        if (tree.has("text")) {
          int end =
              text.offsetByCodePoints(0, Math.min(TEXT, text.codePointCount(0, text.length())));
          tree.put("text", text.substring(0, end));
        }
        return tree.put("cut", true).toString().getBytes(StandardCharsets.UTF_8);
      }
      return null;
    } catch (IOException e) {
      return null;
    }
  }
}
