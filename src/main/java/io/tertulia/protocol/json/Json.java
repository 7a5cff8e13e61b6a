package io.tertulia.protocol.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tertulia.protocol.Words;
import java.util.Map;

/**
 * How this protocol reads JSON: strict about duplicate keys, depth and what trails, exact about
 * numbers.
 */
final class Json {
  /** Deeper than any message needs, far from what a stack overflows at. */
  private static final int DEPTH = 64;

  static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Json() {}

  /** Compact JSON of a value that {@link #MAPPER} read. */
  static String compact(JsonNode value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that was read can be written", e);
    }
  }

  /** Whether every string and every key in it can be written as UTF-8. */
  static boolean isUnicode(JsonNode value) {
    if (value.isTextual()) {
      return Words.isUnicode(value.textValue());
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      if (!Words.isUnicode(field.getKey())) {
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
