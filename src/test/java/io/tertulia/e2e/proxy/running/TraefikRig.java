package io.tertulia.e2e.proxy.running;

import static org.awaitility.Awaitility.await;

import io.tertulia.client.Management;
import io.tertulia.trial.rig.ClusterRig;
import io.tertulia.trial.rig.RigNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Three nodes behind Traefik alone, all of them real processes. */
public final class TraefikRig implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ClusterRig rig;
  private final Nodes nodes;
  private final RunningProxy traefik;

  private TraefikRig(ClusterRig rig) {
    this.rig = rig;
    this.nodes = Nodes.at(Proxies.backEnds(rig));
    this.traefik = RunningProxy.start(Proxy.TRAEFIK, nodes);
  }

  /**
   * @param settings of every node, {@code key=value}
   */
  public static TraefikRig start(String... settings) {
    ClusterRig rig = ClusterRig.start(Proxies.setup().with(settings));
    try {
      return new TraefikRig(rig);
    } catch (AssertionError | RuntimeException e) {
      rig.close();
      throw e;
    }
  }

  /** Of Traefik. */
  public URI address() {
    return traefik.plain();
  }

  public List<RigNode> nodes() {
    return rig.nodes();
  }

  /** Sockets of clients that a node has, as it tells. */
  public int sockets(RigNode node) {
    Management asked = Management.at(node.managementPort());
    // A node in a storm may not answer at once.
    return await()
        .atMost(PATIENCE)
        .ignoreExceptionsMatching(error -> error instanceof AssertionError)
        .until(() -> asked.measure("tertulia_connections_open"), tells -> true)
        .intValue();
  }

  /** Of all nodes. */
  public int sockets() {
    return nodes().stream().mapToInt(this::sockets).sum();
  }

  /** Files and sockets that Traefik has open. */
  public int traefikDescriptors() {
    return traefik.descriptors();
  }

  /** Traefik dies and is started again, as its supervisor would. */
  public void killTraefik() {
    try {
      traefik.killAndStartAgain();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    traefik.close();
    nodes.close();
    rig.close();
  }
}
