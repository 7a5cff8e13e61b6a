package io.tertulia.app.start;

import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Files with settings and secrets that cannot be read. Some of them would be passed over without a
 * word, and the node would start with a secret of its own: a cluster of strangers.
 */
public final class ConfigFileCheck {
  /** In the folder where the node is started; there need not be one. */
  private static final String FOLDER = "config";

  private static final String SETTINGS = "application.properties";

  private static final List<String> LOCATIONS =
      List.of("quarkus.config.locations", "smallrye.config.locations");

  private static final String NOT_THERE = "it is not there";
  private static final String MAY_NOT = "the user of this process may not";

  private ConfigFileCheck() {}

  /**
   * One sentence for each file of settings that is there, or has been named, and cannot be read.
   *
   * @param home where the node is started
   * @param settings a setting by its name, from what is known before any file is read; may give
   *     null
   */
  public static List<String> settings(Path home, Function<String, @Nullable String> settings) {
    Path folder = home.resolve(FOLDER);
    // A folder that may not be entered hides what is in it.
    Path seen = mayEnter(folder) ? folder.resolve(SETTINGS) : folder;
    Stream<String> here =
        Files.exists(seen, LinkOption.NOFOLLOW_LINKS) ? complaint(seen, "", false) : Stream.of();
    Stream<String> named =
        LOCATIONS.stream().flatMap(name -> locations(home, name, settings.apply(name)));
    return Stream.concat(here, named).toList();
  }

  /** The sentence when a start failed because of a file, and which settings name it. */
  static Optional<String> sentence(FileSystemException failure, Config config) {
    String file = failure.getFile();
    if (file == null) {
      return Optional.empty();
    }
    String why =
        switch (failure) {
          case NoSuchFileException _ -> NOT_THERE;
          case AccessDeniedException _ -> MAY_NOT;
          default -> Optional.ofNullable(failure.getReason()).orElse("it is no plain file");
        };
    List<String> naming =
        StreamSupport.stream(config.getPropertyNames().spliterator(), false)
            .filter(name -> name.startsWith("quarkus.") && names(config, name, file))
            .sorted()
            .toList();
    String by = naming.isEmpty() ? "" : ", which " + String.join(" and ", naming) + " names,";
    return Optional.of(words(file, by, why));
  }

  private static boolean names(Config config, String setting, String file) {
    return config.getOptionalValue(setting, String.class).filter(v -> v.contains(file)).isPresent();
  }

  private static Stream<String> locations(Path home, String name, @Nullable String value) {
    return value == null
        ? Stream.of()
        : Stream.of(value.split(","))
            .map(String::strip)
            .filter(place -> !place.isEmpty() && isFile(place))
            .flatMap(place -> complaint(path(home, place), ", which " + name + " names,", true));
  }

  private static boolean isFile(String place) {
    return place.startsWith("file:") || !place.matches("[a-z]+:.*");
  }

  private static Path path(Path home, String place) {
    return place.startsWith("file:") ? Path.of(URI.create(place)) : home.resolve(place);
  }

  private static Stream<String> complaint(Path file, String by, boolean mayBeFolder) {
    return why(file, mayBeFolder).map(why -> words(file.toString(), by, why)).stream();
  }

  private static Optional<String> why(Path file, boolean mayBeFolder) {
    if (!Files.exists(file)) {
      return Optional.of(NOT_THERE);
    }
    if (Files.isDirectory(file) && !mayBeFolder && mayEnter(file)) {
      return Optional.of("it is a folder");
    }
    return Files.isReadable(file) && mayEnter(file) ? Optional.empty() : Optional.of(MAY_NOT);
  }

  private static boolean mayEnter(Path folder) {
    return !Files.isDirectory(folder) || Files.isExecutable(folder);
  }

  private static String words(String file, String by, String why) {
    return "The file " + file + by + " cannot be read: " + why + ".";
  }
}
