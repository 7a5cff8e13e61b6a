package io.tertulia.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/** Which program to run as Redis. */
public enum RedisBinary {
  /** Redis 6.2, which comes with a library of the tests. */
  EMBEDDED,
  /** The redis-server on the path. */
  INSTALLED;

  /** The one on the path when there is one, else the embedded one. */
  public static RedisBinary any() {
    return installed().isPresent() ? INSTALLED : EMBEDDED;
  }

  /** Where the program is. */
  Path path() {
    return switch (this) {
      case EMBEDDED -> Embedded.UNPACKED;
      case INSTALLED ->
          installed().orElseThrow(() -> new IllegalStateException("no redis-server on the path"));
    };
  }

  private static Optional<Path> installed() {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, "redis-server"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Unpacked once. */
  private static final class Embedded {
    private static final Path UNPACKED = unpack();

    private static Path unpack() {
      try {
        return ExecutableProvider.newJarResourceProvider().get().toPath();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
