package io.tertulia.e2e.proxy.running;

import io.tertulia.e2e.Engines;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The proxies that we tell how to set up, and how each is run: in the foreground, by its file. */
public enum Proxy {
  NGINX("nginx.conf") {
    @Override
    List<String> command(Path folder) {
      return List.of(
          "nginx", "-e", "stderr", "-p", folder + "/", "-c", file(folder), "-g", "daemon off;");
    }

    @Override
    List<String> reload(Path folder, long pid) {
      return List.of("kill", "-HUP", "" + pid);
    }
  },

  APACHE("httpd.conf") {
    @Override
    List<String> command(Path folder) {
      return List.of("apache2", "-d", folder.toString(), "-f", file(folder), "-DFOREGROUND");
    }

    @Override
    List<String> reload(Path folder, long pid) {
      return List.of("kill", "-USR1", "" + pid);
    }
  },

  CADDY("Caddyfile") {
    @Override
    List<String> command(Path folder) {
      return List.of("caddy", "run", "--config", file(folder));
    }

    @Override
    List<String> reload(Path folder, long pid) {
      return List.of("caddy", "reload", "--force", "--config", file(folder));
    }

    /** It stops the endpoint that was told and starts it again, and the answer may go with it. */
    @Override
    boolean unheard(String said) {
      return Stream.of("EOF", "connection reset", "connection refused").anyMatch(said::contains);
    }
  },

  HAPROXY("haproxy.cfg") {
    @Override
    List<String> command(Path folder) {
      return List.of("haproxy", "-W", "-db", "-f", file(folder));
    }

    @Override
    List<String> reload(Path folder, long pid) {
      return List.of("kill", "-USR2", "" + pid);
    }
  },

  /** The files of the cluster in containers. */
  TRAEFIK("traefik.yml", "dynamic/chat.yml", "dynamic/tls.yml") {
    @Override
    List<String> command(Path folder) {
      String own = "TERTULIA_CERTIFICATES=" + folder;
      return List.of(
          "env",
          own,
          Engines.program("traefik", "traefik").toString(),
          "--configFile=" + file(folder));
    }

    @Override
    Path documentFolder() {
      return Path.of("traefik");
    }

    @Override
    Map<String, String> moves(Place place) {
      return place.traefikMoves();
    }

    /** Reads only what has really changed: one more address, so that it can be seen. */
    @Override
    List<String> reload(Path folder, long pid) {
      String more =
          "s|^  routers:|&\\n    reloaded: {rule: Path(`/reloaded`), service: noop@internal}|";
      return List.of("sed", "-i", more, folder.resolve("dynamic/chat.yml").toString());
    }
  };

  private final List<String> documents;

  Proxy(String... documents) {
    this.documents = List.of(documents);
  }

  abstract List<String> command(Path folder);

  /** What makes it read its file again. */
  abstract List<String> reload(Path folder, long pid);

  /**
   * Whether {@link #reload} failed only to hear what came of it.
   *
   * @param said by the command
   */
  boolean unheard(String said) {
    return false;
  }

  /** The names of its files, the one that it is started with first. */
  List<String> documents() {
    return documents;
  }

  Path documentFolder() {
    return Path.of("src", "docs", "proxies");
  }

  /** What stands in its files and is another one here. */
  Map<String, String> moves(Place place) {
    return place.moves();
  }

  String file(Path folder) {
    return folder.resolve(documents.getFirst()).toString();
  }
}
