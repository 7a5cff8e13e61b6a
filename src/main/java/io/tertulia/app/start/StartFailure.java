package io.tertulia.app.start;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** Why a node could not start, for the person who wanted to start it. */
public final class StartFailure {
  private static final Pattern UNKNOWN = Pattern.compile("(\\S+) in (.+) does not map to any root");
  private static final Pattern WRONG =
      Pattern.compile("property (\\S+) with the config value \"(.*)\" threw .* converted ?(.*)");
  private static final Pattern EMPTY =
      Pattern.compile("property (\\S+) is defined as the empty String");
  private static final Pattern CODE = Pattern.compile("^(\\S+Exception: )?(SRCFG\\d+: )?");

  private StartFailure() {}

  /**
   * Without any value that may be secret, as is {@link #stack}.
   *
   * @param known every setting of ours
   * @return null when this is no failure that somebody could put right from outside
   */
  public static @Nullable String sentence(
      Throwable failure, Config config, Collection<String> known) {
    String words = words(failure, config, known);
    return words == null ? null : SecretRedactor.of(config).hide(words);
  }

  /** All that is known of another failure. */
  public static String stack(Throwable failure, Config config) {
    return SecretRedactor.of(config).hide(failure);
  }

  private static @Nullable String words(
      Throwable failure, Config config, Collection<String> known) {
    List<Throwable> causes = Stream.iterate(failure, t -> t != null, Throwable::getCause).toList();
    return deaf(causes, config)
        .or(() -> find(causes, ConfigValidationException.class).map(e -> problems(e, known)))
        .or(() -> find(causes, ConfigurationException.class).map(Throwable::getMessage))
        .or(
            () ->
                find(causes, FileSystemException.class)
                    .flatMap(e -> ConfigFileCheck.sentence(e, config)))
        .orElse(null);
  }

  /**
   * @param how it was written: what stands before the word
   * @param known of the same way of writing
   */
  public static String unknown(String how, String word, Collection<String> known) {
    return "There is no setting "
        + how
        + word
        + ": "
        + Suggestion.to(word, known).map(nearest -> "the nearest is " + nearest + "; ").orElse("")
        + "correct or remove it. All of them stand in src/docs/configuration.md.";
  }

  /** Why it could not listen where it was told to. */
  private static Optional<String> deaf(List<Throwable> causes, Config config) {
    boolean management = says(causes, "management");
    Map.Entry<String, String> place = AddressCheck.listening(management);
    String port = config.getOptionalValue(place.getValue(), String.class).orElse("?");
    if (says(causes, "Address already in use")) {
      return Optional.of(
          "Port "
              + port
              + " is taken by another program: free it or choose another with -D"
              + place.getValue()
              + "=PORT.");
    }
    if (says(causes, "Permission denied") && find(causes, SocketException.class).isPresent()) {
      return Optional.of(
          "Port "
              + port
              + " may not be opened by the user of this process: choose one above 1023 with -D"
              + place.getValue()
              + "=PORT, or allow it.");
    }
    boolean nowhere =
        says(causes, "Cannot assign requested address")
            || find(causes, UnknownHostException.class).isPresent();
    return nowhere
        ? Optional.of(
            "The setting "
                + place.getKey()
                + " names no address of this machine: write one of its own, or 0.0.0.0 for all.")
        : Optional.empty();
  }

  private static boolean says(List<Throwable> causes, String words) {
    return causes.stream().anyMatch(t -> String.valueOf(t.getMessage()).contains(words));
  }

  private static String problems(ConfigValidationException invalid, Collection<String> known) {
    return IntStream.range(0, invalid.getProblemCount())
        .mapToObj(i -> problem(invalid.getProblem(i).getMessage(), known))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private static String problem(String message, Collection<String> known) {
    Matcher unknown = UNKNOWN.matcher(message);
    if (unknown.find()) {
      return unknown("", plain(unknown.group(1)), known);
    }
    Matcher wrong = WRONG.matcher(message);
    if (wrong.find()) {
      return wrong(wrong.group(1), wrong.group(2), plain(wrong.group(3)));
    }
    Matcher empty = EMPTY.matcher(message);
    if (empty.find()) {
      return "The setting %s is empty: give it a value, or leave it out.".formatted(empty.group(1));
    }
    return plain(message);
  }

  private static String wrong(String setting, String value, String complaint) {
    if (setting.equals(Mode.HOSTS)) {
      return AddressCheck.noRedis(value);
    }
    if (SecretRedactor.mayHold(setting)) {
      return "The setting "
          + setting
          + " cannot be read; its value may hold a secret and is not shown. In an address, what is"
          + " no letter, digit, dot, hyphen or underscore has to be percent-encoded within a user's"
          + " name or password.";
    }
    return AddressCheck.isPort(setting)
        ? AddressCheck.noPort(setting, value)
        : "The setting %s cannot be \"%s\": %s."
            .formatted(setting, value, ValueFormatHint.of(value, complaint));
  }

  /** Without the library's own marks in front. */
  private static String plain(String message) {
    return CODE.matcher(message).replaceFirst("");
  }

  private static <T extends Throwable> Optional<T> find(List<Throwable> causes, Class<T> type) {
    return causes.stream().filter(type::isInstance).map(type::cast).findFirst();
  }
}
