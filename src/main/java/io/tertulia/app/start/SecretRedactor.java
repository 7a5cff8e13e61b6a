package io.tertulia.app.start;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what must stay secret out of what is said about a failed start: libraries put a whole value
 * into their words, an address with its password, and more readily when it is malformed.
 */
final class SecretRedactor {
  /** Words in the names of settings whose values are never told. */
  private static final Set<String> WORDS =
      Set.of(
          "secret",
          "password",
          "passphrase",
          "credential",
          "credentials",
          "token",
          "endpoint",
          "url",
          "uri");

  /** Addresses, which have a password in front of the host; of a setting or of its variable. */
  private static final List<String> ADDRESSES = List.of("redis", "hosts");

  private static final Pattern BETWEEN = Pattern.compile("[^a-z0-9]+");

  /** What stands in an address in front of its host; also of one that no parser takes. */
  private static final Pattern USER = Pattern.compile("//(.*)@");

  private static final Pattern PARAMETER = Pattern.compile("[?&]\\w+=([^&]+)");

  /** Shorter parts of a value are words like any other. */
  private static final int SHORTEST = 4;

  /** An address that names nobody's password, with its scheme left out. */
  private static final Pattern PLACE = Pattern.compile("[A-Za-z0-9.-]+:\\d{1,5}");

  private static final Set<String> SWITCHES = Set.of("true", "false");

  private static final String HIDDEN = "…";

  private final List<String> values;

  private SecretRedactor(Set<String> values) {
    this.values =
        values.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
  }

  static SecretRedactor of(Config config) {
    Set<String> values = new TreeSet<>();
    StreamSupport.stream(config.getPropertyNames().spliterator(), false)
        .filter(SecretRedactor::mayHold)
        .flatMap(name -> values(config, name))
        .filter(value -> value != null)
        .forEach(value -> values.addAll(parts(value)));
    return new SecretRedactor(values);
  }

  private static Stream<@Nullable String> values(Config config, String name) {
    try {
      ConfigValue value = config.getConfigValue(name);
      return Stream.of(value.getValue(), value.getRawValue());
    } catch (RuntimeException e) {
      // An expression that leads nowhere: there is no value to be hidden.
      return Stream.of();
    }
  }

  /** Whether a setting of this name may hold something that is nobody's business. */
  static boolean mayHold(String setting) {
    List<String> words = List.of(BETWEEN.split(setting.toLowerCase(Locale.ROOT), -1));
    return words.stream().anyMatch(WORDS::contains) || words.containsAll(ADDRESSES);
  }

  /** The same text, fit for a log. */
  String hide(String text) {
    String hidden = text;
    for (String value : values) {
      hidden = hidden.replace(value, HIDDEN);
    }
    return hidden;
  }

  /** The whole stack, fit for a log. */
  String hide(Throwable failure) {
    StringWriter stack = new StringWriter();
    failure.printStackTrace(new PrintWriter(stack, true));
    return hide(stack.toString());
  }

  private static List<String> parts(String value) {
    if (Stream.of(value.split(",", -1)).allMatch(one -> PLACE.matcher(one.strip()).matches())) {
      return List.of();
    }
    List<String> parts = new ArrayList<>(List.of(value));
    for (String one : value.split(",", -1)) {
      parts.add(one.strip());
      Matcher user = USER.matcher(one);
      if (user.find()) {
        parts.add(user.group(1));
        parts.add(user.group(1).substring(user.group(1).indexOf(':') + 1));
      }
      PARAMETER.matcher(one).results().forEach(found -> parts.add(found.group(1)));
    }
    parts.removeIf(part -> part.length() < SHORTEST || SWITCHES.contains(part));
    return parts;
  }
}
