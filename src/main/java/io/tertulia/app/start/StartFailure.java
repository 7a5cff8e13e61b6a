package io.tertulia.app.start;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.nio.file.FileSystemException;
import java.util.Collection;
import java.util.List;
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
  private static final Pattern CODE = Pattern.compile("^(\\S+Exception: )?(SRCFG\\d+: )?");

  private StartFailure() {}

  /**
   * @param known every setting of ours
   * @return null when this is no failure that somebody could put right from outside
   */
  public static @Nullable String sentence(
      Throwable failure, Config config, Collection<String> known) {
    List<Throwable> causes = Stream.iterate(failure, t -> t != null, Throwable::getCause).toList();
    Optional<String> taken =
        causes.stream().anyMatch(StartFailure::isTaken)
            ? Optional.of(takenPort(causes, config))
            : Optional.empty();
    return taken
        .or(() -> find(causes, ConfigValidationException.class).map(e -> problems(e, known)))
        .or(() -> find(causes, ConfigurationException.class).map(Throwable::getMessage))
        .or(
            () ->
                find(causes, FileSystemException.class)
                    .flatMap(e -> Unreadable.sentence(e, config)))
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
        + Nearest.to(word, known).map(nearest -> "the nearest is " + nearest + "; ").orElse("")
        + "correct or remove it. All of them stand in src/docs/configuration.md.";
  }

  private static String takenPort(List<Throwable> causes, Config config) {
    boolean management =
        causes.stream().anyMatch(t -> String.valueOf(t.getMessage()).contains("management"));
    String setting = management ? "quarkus.management.port" : "quarkus.http.port";
    String port = config.getOptionalValue(setting, String.class).orElse("?");
    return "Port "
        + port
        + " is taken by another program: free it or choose another with -D"
        + setting
        + "=PORT.";
  }

  private static boolean isTaken(Throwable failure) {
    return String.valueOf(failure.getMessage()).contains("Address already in use");
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
      return "The setting %s cannot be \"%s\": %s."
          .formatted(wrong.group(1), wrong.group(2), plain(wrong.group(3)));
    }
    return plain(message);
  }

  /** Without the library's own marks in front. */
  private static String plain(String message) {
    return CODE.matcher(message).replaceFirst("");
  }

  private static <T extends Throwable> Optional<T> find(List<Throwable> causes, Class<T> type) {
    return causes.stream().filter(type::isInstance).map(type::cast).findFirst();
  }
}
