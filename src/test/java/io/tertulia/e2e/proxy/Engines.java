package io.tertulia.e2e.proxy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Programs that no package brings: {@code .ci/engines/build} makes them. */
final class Engines {
  private Engines() {}

  static Path traefik() {
    Path home = Path.of(System.getProperty("user.home"), ".cache", "tertulia", "engines");
    Path folder =
        Path.of(Objects.requireNonNullElse(System.getenv("TERTULIA_ENGINES"), home.toString()));
    Path program = folder.resolve("traefik");
    if (!Files.isExecutable(program)) {
      throw new AssertionError("There is no " + program + ": run .ci/engines/build traefik");
    }
    return program;
  }
}
