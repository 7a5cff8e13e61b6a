package io.tertulia.e2e.kube;

import static org.awaitility.Awaitility.await;

import io.tertulia.e2e.Engines;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A Kubernetes of one machine with Traefik and the local overlay in it. */
final class Kube implements AutoCloseable {
  /** Which change is the newest and which the nodes are of; how many of them, of each kind. */
  private static final String STATE =
      "jsonpath={.metadata.generation} {.status.observedGeneration};{.spec.replicas}"
          + " {.status.replicas} {.status.updatedReplicas} {.status.availableReplicas}";

  private static final String BUILD = ".ci/engines/build";
  private static final String DOCKER = ".ci/engines/docker";
  private static final String KUBE = ".ci/kube/kube";
  private static final String TRAEFIK = "src/test/e2e/kube/traefik.yaml";
  private static final String DOCKERFILE = "src/main/docker/Dockerfile";
  private static final String NODE_IMAGE = "tertulia:local";
  private static final Duration SETTLED_WITHIN = Duration.ofMinutes(5);

  static final String NAMESPACE = "tertulia";
  private static final String NODES = "app.kubernetes.io/name=tertulia";

  private final Shell shell;

  private Kube(Shell shell) {
    this.shell = shell;
  }

  /** Returns when every node is ready. */
  static Kube start() {
    Shell bare = new Shell(Map.of());
    bare.run(List.of(BUILD, "traefik", "kube", "kinds"));
    bare.run(List.of(KUBE, "up"));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> bare.attempt(List.of(KUBE, "down"))));
    String config = bare.run(List.of(KUBE, "config")).strip();
    Kube kube = new Kube(new Shell(Map.of("KUBECONFIG", config)));
    kube.bringImages();
    kube.fill();
    return kube;
  }

  /** Whoever has started the engine ends it. */
  private void bringImages() {
    boolean runs = shell.attempt(List.of(DOCKER, "version")).code() == 0;
    shell.run(List.of(DOCKER, "engine-up"));
    try {
      System.out.print(shell.run(List.of(DOCKER, "stand-ins")));
      shell.run(List.of(DOCKER, "build", "-t", NODE_IMAGE, "-f", DOCKERFILE, "."));
      shell.run(List.of(KUBE, "load", NODE_IMAGE, "redis:7.2-bookworm", "traefik:v3.7"));
    } finally {
      if (!runs) {
        shell.run(List.of(DOCKER, "engine-down"));
      }
    }
  }

  private void fill() {
    for (String kinds : List.of("traefik", "gateway-api", "prometheus-operator")) {
      kubectl("apply", "--server-side", "-f", Engines.file("kinds/" + kinds + ".yaml") + "");
    }
    for (String group :
        List.of("traefik.io", "gateway.networking.k8s.io", "monitoring.coreos.com")) {
      awaitKinds(group);
    }
    kubectl("apply", "-f", TRAEFIK);
    kubectl("apply", "-k", "k8s/overlays/local");
    kubectl("rollout", "status", "-n", "traefik", "deployment/traefik", "--timeout=120s");
    settled();
  }

  private void awaitKinds(String group) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !kubectl("api-resources", "--api-group=" + group, "-o", "name").isBlank());
  }

  /** Where Traefik is. */
  URI address() {
    return URI.create("http://10.245.0.2:30080");
  }

  /** What kubectl says; a failure of it is the test's. */
  String kubectl(String... words) {
    return shell.run(command(words));
  }

  Shell.Outcome attempt(String... words) {
    return shell.attempt(command(words));
  }

  private static List<String> command(String... words) {
    List<String> command = new ArrayList<>();
    command.add(Engines.program("kube/bin/kubectl", "kube").toString());
    command.addAll(List.of(words));
    return command;
  }

  /** Waits until every node is of the newest version and available, and those before have gone. */
  void settled() {
    await()
        .atMost(SETTLED_WITHIN)
        .pollInterval(Duration.ofSeconds(1))
        // In this order: a node that has been told to go is no longer counted.
        .until(() -> isDone() && leaving().isEmpty());
  }

  /**
   * Whether what is told of the nodes is of the newest change, and all are there. One question
   * only: each takes the processor from those who are watched.
   */
  private boolean isDone() {
    String[] state = kubectl("get", "deployment/tertulia", "-n", NAMESPACE, "-o", STATE).split(";");
    List<String> seen = List.of(state[0].split(" "));
    List<String> counts = List.of(state[1].split(" "));
    return counts.size() == 4 && Set.copyOf(seen).size() == 1 && Set.copyOf(counts).size() == 1;
  }

  /** Names of the nodes, which are those of their pods. */
  List<String> nodes() {
    return names("*");
  }

  /** Names of those that have been told to go. */
  private List<String> leaving() {
    return names("?(@.metadata.deletionTimestamp)");
  }

  /**
   * Tells of each node that it was told to go, once or more, until what this returns is closed. By
   * one watch: asking again and again would take the processor from those who are watched.
   */
  Shell.Lines onLeaving(Consumer<String> told) {
    String line = "jsonpath={.metadata.name} {.metadata.deletionTimestamp}{\"\\n\"}";
    return shell.lines(
        command("get", "pods", "-n", NAMESPACE, "-l", NODES, "--watch", "-o", line),
        said -> {
          String[] words = said.split(" ");
          if (words.length == 2) {
            told.accept(words[0]);
          }
        });
  }

  private List<String> names(String which) {
    String names =
        kubectl(
            "get",
            "pods",
            "-n",
            NAMESPACE,
            "-l",
            NODES,
            "-o",
            "jsonpath={.items[" + which + "].metadata.name}");
    return names.isBlank() ? List.of() : List.of(names.split(" "));
  }

  @Override
  public void close() {
    shell.run(List.of(KUBE, "down"));
  }
}
