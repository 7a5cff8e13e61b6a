package io.tertulia.e2e.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
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

  private static final String SERVER = "          - url: http://%s:8080\n";
  private static final String ROUTER =
      "extra: {rule: \"Path(`%s`)\", service: nodes, middlewares: [icon]}";
  private static final String ICON = "icon: {replacePath: {path: /icon.svg}}";

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

  /**
   * Changes what Traefik serves.
   *
   * @param path leads to the icon of the page from now on; long, as the longest rule comes first
   * @param nodes that it sends people to
   */
  void traefikServes(String path, List<String> nodes) {
    try {
      String text = Files.readString(Path.of("traefik", "dynamic", "chat.yml"));
      int first = text.indexOf(SERVER.formatted(ComposeCluster.NODES.getFirst()));
      for (String node : ComposeCluster.NODES) {
        text = text.replace(SERVER.formatted(node), "");
      }
      StringBuilder all = new StringBuilder(text);
      nodes.reversed().forEach(node -> all.insert(first, SERVER.formatted(node)));
      String changed =
          all.toString()
              .replaceFirst("  routers:\n", "  routers:\n" + ROUTER.formatted(path).indent(4))
              .replaceFirst("  middlewares:\n", "  middlewares:\n" + ICON.indent(4));
      write(TRAEFIK.resolve("dynamic").resolve("chat.yml"), changed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In one step: a file that is read while it is being written is read only in part. */
  private static void write(Path file, String text) {
    try {
      Path whole = Files.writeString(FOLDER.resolve("whole"), text);
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
