package io.tertulia.app.start;

import static java.util.Map.entry;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What somebody may have meant who wrote a size, a duration or a number as people do. */
final class ValueFormatHint {
  /** Groups of digits by what cannot be a decimal sign; behind it a word. */
  private static final Pattern MEASURE = Pattern.compile("(\\d+(?:[ _']\\d{3})*)[ _]*(\\p{L}*)");

  private static final Pattern COUNT = Pattern.compile("(\\d+(?:[ _'.,]\\d{3})*)()");

  private static final Map<String, String> SIZES =
      Map.ofEntries(
          entry("", ""),
          entry("b", ""),
          entry("byte", ""),
          entry("bytes", ""),
          entry("k", "K"),
          entry("kb", "K"),
          entry("kib", "K"),
          entry("m", "M"),
          entry("mb", "M"),
          entry("mib", "M"),
          entry("g", "G"),
          entry("gb", "G"),
          entry("gib", "G"),
          entry("t", "T"),
          entry("tb", "T"),
          entry("tib", "T"));

  private static final Map<String, String> DURATIONS =
      Map.ofEntries(
          entry("", "s"),
          entry("ms", "ms"),
          entry("msec", "ms"),
          entry("msecs", "ms"),
          entry("millis", "ms"),
          entry("millisecond", "ms"),
          entry("milliseconds", "ms"),
          entry("s", "s"),
          entry("sec", "s"),
          entry("secs", "s"),
          entry("second", "s"),
          entry("seconds", "s"),
          entry("m", "m"),
          entry("min", "m"),
          entry("mins", "m"),
          entry("minute", "m"),
          entry("minutes", "m"),
          entry("h", "h"),
          entry("hr", "h"),
          entry("hrs", "h"),
          entry("hour", "h"),
          entry("hours", "h"),
          entry("d", "d"),
          entry("day", "d"),
          entry("days", "d"));

  private ValueFormatHint() {}

  /**
   * @param complaint the converter's own
   * @return what to write instead
   */
  static String of(String value, String complaint) {
    if (complaint.contains("[BbKkMm")) {
      return "a size is a whole number with K, M or G behind it"
          + like(corrected(MEASURE, value, SIZES), "16M");
    }
    if (complaint.startsWith("Invalid duration")) {
      return "a duration is a whole number with ms, s, m, h or d behind it"
          + like(corrected(MEASURE, value, DURATIONS), "10s");
    }
    if (complaint.startsWith("Expected an integer") || complaint.startsWith("Expected a long")) {
      return "it must be a whole number, in digits only, up to "
          + Integer.MAX_VALUE
          + like(corrected(COUNT, value, Map.of("", "")), "1000");
    }
    if (complaint.startsWith("Expected a double")) {
      return "it must be a number with a decimal point, like 0.1";
    }
    int allowed = complaint.indexOf("allowed values: ");
    return allowed < 0
        ? complaint
        : "it must be one of " + complaint.substring(allowed + 16).replace(",", ", ");
  }

  private static String like(Optional<String> right, String example) {
    return right.map(word -> ": write " + word).orElse(", like " + example);
  }

  private static Optional<String> corrected(
      Pattern written, String value, Map<String, String> units) {
    Matcher parts = written.matcher(value.strip());
    if (!parts.matches()) {
      return Optional.empty();
    }
    String number = parts.group(1).replaceAll("\\D", "");
    return Optional.ofNullable(units.get(parts.group(2).toLowerCase(Locale.ROOT)))
        .map(unit -> number + unit)
        .filter(right -> !right.equals(value));
  }
}
