package io.tertulia.e2e.compose;

import io.tertulia.e2e.FreePort;
import io.tertulia.trial.workload.Pace;
import io.tertulia.trial.workload.Workload;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code docker compose up --build --wait} brings up, on ports of its own. Nothing of it is
 * left when it is closed.
 */
public final class ComposeCluster implements AutoCloseable {
  static final List<String> NODES = List.of("node-1", "node-2", "node-3");

  private final int http = FreePort.choose();
  private final int https = FreePort.choose();
  private final int prometheus = FreePort.choose();
  private final List<String> files;
  private final DockerEngine engine;
  private @Nullable Pace pace;

  private ComposeCluster(List<String> files, Map<String, String> environment) {
    this.files = files;
    Map<String, String> all = new HashMap<>(environment);
    all.put("TERTULIA_HTTP_PORT", "" + http);
    all.put("TERTULIA_HTTPS_PORT", "" + https);
    all.put("TERTULIA_PROMETHEUS_PORT", "" + prometheus);
    this.engine = DockerEngine.start(all);
  }

  /** The file as it stands. */
  public static ComposeCluster up() {
    return up(List.of(), Map.of());
  }

  /**
   * @param over files that say what is different
   * @param environment for the switches
   */
  static ComposeCluster up(List<String> over, Map<String, String> environment) {
    List<String> files = new ArrayList<>();
    if (!over.isEmpty()) {
      files.addAll(List.of("-f", "docker-compose.yml"));
      over.forEach(file -> files.addAll(List.of("-f", file)));
    }
    ComposeCluster cluster = new ComposeCluster(files, environment);
    try {
      // What another run may have left.
      cluster.compose("--profile", "monitoring", "down", "--volumes", "--remove-orphans");
      cluster.nameless().forEach(volume -> cluster.docker("volume", "rm", volume));
      cluster.compose("up", "--build", "--wait");
    } catch (AssertionError e) {
      cluster.close();
      throw e;
    }
    return cluster;
  }

  /** What may be said here; found by the first who speak, while they do. */
  Pace pace(Workload workload, int most) {
    Pace known = pace;
    if (known == null) {
      known = Pace.find(workload, most);
      pace = known;
    }
    return known;
  }

  /** {@code docker compose …}, and what it says. */
  public String compose(String... words) {
    List<String> command = new ArrayList<>(List.of("compose"));
    command.addAll(files);
    command.addAll(List.of(words));
    return docker(command.toArray(String[]::new));
  }

  String docker(String... words) {
    return engine.docker(words);
  }

  /** What {@code docker inspect} says of the container of a service, by one of its templates. */
  String inspect(String service, String template) {
    return docker("inspect", "-f", template, container(service)).strip();
  }

  String container(String service) {
    return compose("ps", "--all", "-q", service).strip();
  }

  /** The names of what is there of a kind: {@code volume, network}. */
  List<String> named(String kind) {
    return lines(docker(kind, "ls", "--format", "{{.Name}}", "--filter", "name=tertulia"));
  }

  /** Volumes that nobody gave a name to. */
  List<String> nameless() {
    return lines(docker("volume", "ls", "-q")).stream()
        .filter(name -> name.matches("[0-9a-f]{64}"))
        .toList();
  }

  static List<String> lines(String said) {
    return Arrays.stream(said.split("\n")).filter(line -> !line.isBlank()).toList();
  }

  /** Traefik's plain port. */
  URI address() {
    return URI.create("http://127.0.0.1:" + http);
  }

  URI chat() {
    return URI.create("ws://127.0.0.1:" + http + "/chat");
  }

  /** Traefik's plain port. */
  public int http() {
    return http;
  }

  int https() {
    return https;
  }

  /** With the profile {@code monitoring} only. */
  URI prometheus() {
    return URI.create("http://127.0.0.1:" + prometheus);
  }

  @Override
  public void close() {
    try (engine) {
      compose("--profile", "monitoring", "down", "--volumes");
    }
  }
}
