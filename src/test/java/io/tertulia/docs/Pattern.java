package io.tertulia.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/**
 * Expected JSON with gaps: {@code "…"} is any value, {@code "…":"…"} further fields, {@code "$x"}
 * one value wherever it stands.
 */
final class Pattern {
  private static final String ANY = "…";

  private final Map<String, JsonNode> known;

  /** A match in the making: what it binds counts only when all of it fits. */
  private Pattern(Map<String, JsonNode> known) {
    this.known = new HashMap<>(known);
  }

  /**
   * @param known what {@code $x} stands for; a match adds to it
   */
  static boolean matches(JsonNode expected, JsonNode actual, Map<String, JsonNode> known) {
    Pattern trial = new Pattern(known);
    boolean fits = trial.fits(expected, actual);
    if (fits) {
      known.putAll(trial.known);
    }
    return fits;
  }

  private boolean fits(JsonNode expected, JsonNode actual) {
    if (expected.isTextual()) {
      return fitsText(expected.textValue(), expected, actual);
    }
    if (expected.isObject()) {
      return actual.isObject() && fitsObject(expected, actual);
    }
    if (expected.isArray()) {
      return actual.isArray() && fitsArray(expected, actual);
    }
    return expected.equals(actual);
  }

  private boolean fitsText(String word, JsonNode expected, JsonNode actual) {
    if (word.startsWith("$")) {
      return known.computeIfAbsent(word, name -> actual).equals(actual);
    }
    return word.equals(ANY) || expected.equals(actual);
  }

  private boolean fitsObject(JsonNode expected, JsonNode actual) {
    for (Map.Entry<String, JsonNode> field : expected.properties()) {
      boolean there = actual.has(field.getKey());
      if (!field.getKey().equals(ANY)
          && !(there && fits(field.getValue(), actual.get(field.getKey())))) {
        return false;
      }
    }
    return expected.has(ANY) || expected.size() == actual.size();
  }

  private boolean fitsArray(JsonNode expected, JsonNode actual) {
    boolean all = expected.size() == actual.size();
    for (int i = 0; all && i < expected.size(); i++) {
      all = fits(expected.get(i), actual.get(i));
    }
    return all;
  }
}
