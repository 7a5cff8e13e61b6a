package io.tertulia.e2e.proxy.running;

import io.tertulia.e2e.proxy.running.Nodes.BackEnd;
import io.tertulia.trial.rig.ClusterRig;
import io.tertulia.trial.rig.RigNode;
import io.tertulia.trial.rig.Setup;
import io.tertulia.trial.witness.Witness;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All the proxies side by side, in front of the same nodes. */
public final class Proxies implements AutoCloseable {
  private static final int TRIES = 30;

  private final Map<Proxy, RunningProxy> running = new EnumMap<>(Proxy.class);

  private final Nodes nodes;

  private Proxies(Nodes nodes) {
    this.nodes = nodes;
  }

  public static Proxies before(List<BackEnd> all) {
    Proxies proxies = new Proxies(Nodes.at(all));
    try {
      for (Proxy kind : Proxy.values()) {
        proxies.running.put(kind, RunningProxy.start(kind, proxies.nodes));
      }
      return proxies;
    } catch (AssertionError | RuntimeException e) {
      proxies.close();
      throw e;
    }
  }

  public static Proxies before(ClusterRig rig) {
    return before(backEnds(rig));
  }

  public static List<BackEnd> backEnds(ClusterRig rig) {
    return rig.nodes().stream().map(Proxies::backEnd).toList();
  }

  /** Three nodes that believe what a proxy on this machine says of its clients. */
  public static ClusterRig nodes() {
    return ClusterRig.start(setup());
  }

  public static Setup setup() {
    return Setup.of(3)
        .with(
            "quarkus.http.proxy.proxy-address-forwarding=true",
            "quarkus.http.proxy.trusted-proxies=127.0.0.1");
  }

  public RunningProxy get(Proxy kind) {
    RunningProxy proxy = running.get(kind);
    if (proxy == null) {
      throw new IllegalStateException(kind + " does not run");
    }
    return proxy;
  }

  public List<URI> addresses() {
    return running.values().stream().map(RunningProxy::plain).toList();
  }

  /** Comes in through a proxy until it is at that node. */
  public Witness enter(Proxy kind, String node, String room) {
    List<Witness> elsewhere = new ArrayList<>();
    try {
      for (int i = 0; i < TRIES; i++) {
        Witness witness = Witness.enter(get(kind).plain(), room, null);
        if (witness.node().equals(node)) {
          return witness;
        }
        elsewhere.add(witness);
      }
      throw new AssertionError(kind + " sent none of " + TRIES + " clients to " + node);
    } finally {
      elsewhere.forEach(Witness::close);
    }
  }

  @Override
  public void close() {
    running.values().forEach(RunningProxy::close);
    nodes.close();
  }

  private static BackEnd backEnd(RigNode node) {
    return new BackEnd(node.address().getPort(), node.managementPort());
  }
}
