package io.tertulia.e2e.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a trial has otherwise than the compose file, in files of its own that it may change while
 * people chat: settings of the nodes, and a copy of Traefik's.
 */
final class Difference {
  private static final Path FOLDER = Path.of("target", "compose").toAbsolutePath();
  private static final Path FILE = FOLDER.resolve("difference.yml");
  private static final Path TRAEFIK = FOLDER.resolve("traefik");

  /** Everybody comes from one address here, and says more than people do. */
  private static final String NODE =
      """
        node-%d:
          environment:
            JDK_JAVA_OPTIONS: -XX:AOTMode=on
            TERTULIA_LIMITS_RATE_PER_SESSION: "10000"
            TERTULIA_LIMITS_RATE_PER_ADDRESS: "1000000"
            TERTULIA_SOCKET_PING: %s
      """;

  private Difference() {}

  /** As a trial begins. */
  static Difference fresh() {
    Difference fresh = new Difference();
    try {
      Files.createDirectories(TRAEFIK.resolve("dynamic"));
      try (Stream<Path> files = Files.walk(Path.of("traefik"))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path copy = FOLDER.resolve(file);
          Files.writeString(copy, Files.readString(file));
        }
      }
      Files.deleteIfExists(extra());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    fresh.pingEvery("25s");
    return fresh;
  }

  String file() {
    return FILE.toString();
  }

  /** Changes a setting of every node, in the file only. */
  void pingEvery(String duration) {
    StringBuilder text = new StringBuilder("services:\n");
    for (int node = 1; node <= ComposeCluster.NODES.size(); node++) {
      text.append(NODE.formatted(node, duration).indent(0));
    }
    text.append("  traefik: {volumes: [\"" + TRAEFIK + ":/etc/traefik:ro\"]}\n");
    write(FILE, text.toString());
  }

  /** Replaces words in what Traefik serves; it reads that again. */
  void traefik(String words, String others) {
    Path file = TRAEFIK.resolve("dynamic").resolve("chat.yml");
    try {
      String text = Files.readString(file);
      if (!text.contains(words)) {
        throw new IllegalStateException("there is no " + words + " in " + file);
      }
      write(file, text.replace(words, others));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives Traefik another file with an address that leads to the icon of the page. */
  void traefikServes(String path) {
    write(
        extra(),
        """
        http:
          routers:
            extra: {rule: "Path(`%s`)", service: nodes, middlewares: [extra]}
          middlewares:
            extra: {replacePath: {path: /icon.svg}}
        """
            .formatted(path));
  }

  private static Path extra() {
    return TRAEFIK.resolve("dynamic").resolve("extra.yml");
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
