package io.tertulia.protocol.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tertulia.protocol.Shapes;
import java.io.IOException;
import java.util.Map;

/**
 * How this protocol reads JSON: strict about duplicate keys, depth and what trails, exact about
 * numbers.
 */
public final class Json {
  /** Deeper than any message needs, far from what a stack overflows at. */
  private static final int DEPTH = 64;

  public static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .recyclerPool(new CleanBuffers.Pool())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /**
   * For what was accepted already: whatever {@link #MAPPER} reads, this reads too, in whatever
   * characters it counts.
   */
  public static final JsonFactory ACCEPTED =
      JsonFactory.builder()
          .recyclerPool(new CleanBuffers.Pool())
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private Json() {}

  /**
   * A field's value character by character as it stands there, but for the white space between its
   * parts: a number that is written again may get longer than anybody reads.
   *
   * @param object an object that {@link #MAPPER} read and that has the field
   */
  static String asWritten(String object, String field) {
    char[] characters = object.toCharArray();
    try (JsonParser in = ACCEPTED.createParser(characters)) {
      in.nextToken();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        boolean found = in.currentName().equals(field);
        in.nextToken();
        int from = Math.toIntExact(in.currentTokenLocation().getCharOffset());
        in.skipChildren();
        in.finishToken();
        if (found) {
          return compact(
              object.substring(from, Math.toIntExact(in.currentLocation().getCharOffset())));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("what was read can be read again", e);
    }
    throw new IllegalStateException("the field was there before");
  }

  private static String compact(String json) {
    StringBuilder compact = new StringBuilder(json.length());
    boolean quoted = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (quoted && c == '\\') {
        compact.append(c);
        i++;
        c = json.charAt(i);
      }
      if (quoted || c > ' ') {
        compact.append(c);
      }
    }
    return compact.toString();
  }

  /** Whether every string and every key in it can be written as UTF-8. */
  static boolean isUnicode(JsonNode value) {
    if (value.isTextual()) {
      return Shapes.isUnicode(value.textValue());
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      if (!Shapes.isUnicode(field.getKey())) {
        return false;
      }
    }
    for (JsonNode child : value) {
      if (!isUnicode(child)) {
        return false;
      }
    }
    return true;
  }
}
