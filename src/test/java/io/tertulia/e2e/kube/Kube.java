package io.tertulia.e2e.kube;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A Kubernetes of one machine with Traefik and the local overlay in it. */
final class Kube implements AutoCloseable {
  private static final Path ENGINES =
      Path.of(
          Objects.requireNonNullElseGet(
              System.getenv("TERTULIA_ENGINES"),
              () -> System.getProperty("user.home") + "/.cache/tertulia/engines"));
  private static final String KUBE = ".ci/kube/kube";
  private static final String TRAEFIK = "src/test/e2e/kube/traefik.yaml";
  private static final String LOCAL = "k8s/overlays/local";
  static final String NAMESPACE = "tertulia";
  private static final String NODES = "app.kubernetes.io/name=tertulia";
  private static final Duration SETTLED_WITHIN = Duration.ofMinutes(3);

  /** What its Traefik and its nodes run from. */
  private static final List<String> IMAGES =
      List.of("tertulia:local", "redis:7.2-bookworm", "traefik:v3.7");

  private final Shell shell;

  private Kube(Shell shell) {
    this.shell = shell;
  }

  /** Returns when people can come in. */
  static Kube start() {
    Shell bare = new Shell(Map.of());
    bare.run(List.of(KUBE, "up"));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> bare.attempt(List.of(KUBE, "down"))));
    String config = bare.run(List.of(KUBE, "config")).strip();
    Kube kube = new Kube(new Shell(Map.of("KUBECONFIG", config)));
    kube.fill();
    return kube;
  }

  private void fill() {
    List<String> load = new ArrayList<>(List.of(KUBE, "load"));
    load.addAll(IMAGES);
    shell.run(load);
    for (String kinds : List.of("traefik", "gateway-api", "prometheus-operator")) {
      kubectl("apply", "--server-side", "-f", ENGINES.resolve("kinds/" + kinds + ".yaml") + "");
    }
    for (String kinds :
        List.of("traefik.io", "gateway.networking.k8s.io", "monitoring.coreos.com")) {
      awaitKinds(kinds);
    }
    kubectl("apply", "-f", TRAEFIK);
    kubectl("apply", "-k", LOCAL);
    kubectl("-n", "traefik", "rollout", "status", "deployment/traefik", "--timeout=120s");
    rolledOut();
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
    Path kubectl = ENGINES.resolve("kube/bin/kubectl");
    if (!Files.isExecutable(kubectl)) {
      throw new AssertionError("Kubernetes is not built: run .ci/engines/build kube kinds");
    }
    List<String> command = new ArrayList<>(List.of(kubectl.toString()));
    command.addAll(List.of(words));
    return command;
  }

  /** Waits until every node is of the newest version and available, and those before have gone. */
  void rolledOut() {
    await()
        .atMost(SETTLED_WITHIN)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> leaving().isEmpty() && Set.copyOf(counts()).size() == 1);
  }

  /** How many nodes there shall be, and how many there are of each kind that there is. */
  private List<String> counts() {
    String counts =
        "jsonpath={.spec.replicas} {.status.replicas} {.status.updatedReplicas}"
            + " {.status.availableReplicas}";
    return List.of(kubectl("get", "deployment/tertulia", "-n", NAMESPACE, "-o", counts).split(" "));
  }

  /** Names of the nodes, which are those of their pods. */
  List<String> nodes() {
    return names("*");
  }

  /** Names of those that have been told to go. */
  List<String> leaving() {
    return names("?(@.metadata.deletionTimestamp)");
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
