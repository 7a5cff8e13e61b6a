package io.tertulia.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** What no package brings: {@code .ci/engines/build} makes it. */
public final class Engines {
  private static final Path FOLDER =
      Path.of(
          Objects.requireNonNullElseGet(
              System.getenv("TERTULIA_ENGINES"),
              () -> System.getProperty("user.home") + "/.cache/tertulia/engines"));

  private Engines() {}

  /**
   * A program, which must be there.
   *
   * @param recipe that makes it
   */
  public static Path program(String name, String recipe) {
    Path program = file(name);
    if (!Files.isExecutable(program)) {
      throw new AssertionError("There is no " + program + ": run .ci/engines/build " + recipe);
    }
    return program;
  }

  public static Path file(String name) {
    return FOLDER.resolve(name);
  }
}
