package io.tertulia.trial.rig;

import io.tertulia.redis.RedisServer;
import io.tertulia.tcp.TcpProxy;
import io.tertulia.trial.workload.Pace;
import io.tertulia.trial.workload.Workload;
import io.tertulia.trial.workload.Workload.Shape;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * A real Redis that writes what it is told to disk once a second, and packaged nodes that reach it
 * through a {@link TcpProxy} each. All on loopback.
 */
public final class ClusterRig implements AutoCloseable {
  private final List<RigNode> nodes = new ArrayList<>();
  private final List<RedisServer> servers = new ArrayList<>();
  private final Map<Shape, Pace> paces = new HashMap<>();
  private final Setup setup;

  private ClusterRig(Setup setup) {
    this.setup = setup;
    this.servers.add(newRedis());
  }

  /** Returns when every node is ready. */
  public static ClusterRig start(Setup setup) {
    ClusterRig rig = new ClusterRig(setup);
    try {
      rig.startNodes();
    } catch (CompletionException e) {
      rig.close();
      throw e;
    }
    return rig;
  }

  private void startNodes() {
    int redisPort = redis().port();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<RigNode>> starting =
          IntStream.range(0, setup.nodes())
              .mapToObj(
                  index ->
                      CompletableFuture.supplyAsync(
                          () -> new RigNode(index, setup, redisPort), threads))
              .toList();
      starting.forEach(node -> node.thenAccept(this::add));
      CompletableFuture.allOf(starting.toArray(CompletableFuture[]::new)).join();
    }
    nodes.sort(java.util.Comparator.comparingInt(RigNode::index));
  }

  private synchronized void add(RigNode node) {
    nodes.add(node);
  }

  public Setup setup() {
    return setup;
  }

  /** The Redis that the nodes use now. */
  public RedisServer redis() {
    return servers.getLast();
  }

  public RigNode node(int index) {
    return nodes.get(index);
  }

  public List<RigNode> nodes() {
    return List.copyOf(nodes);
  }

  /** Of the nodes that a load balancer would use now. */
  public List<URI> addresses() {
    return nodes.stream().filter(RigNode::isUsable).map(RigNode::address).toList();
  }

  /** A second Redis of the same kind, for the nodes to be turned to. */
  public RedisServer newRedis(String... options) {
    List<String> all = new ArrayList<>(List.of("--appendonly", "yes", "--appendfsync", "everysec"));
    all.addAll(List.of(options));
    return RedisServer.start(setup.redis(), all.toArray(String[]::new));
  }

  /** What a workload of such people may say; found by the first of them, while it speaks. */
  public Pace pace(Workload workload, Shape shape) {
    return paces.computeIfAbsent(
        shape.withSeed(0), same -> Pace.find(workload, same.messagesPerSecond()));
  }

  /** From now on this is Redis: every node is cut off from the old one and finds the new one. */
  public void promote(RedisServer successor) {
    servers.add(successor);
    for (RigNode node : nodes) {
      node.link().turnTo(successor.port());
      node.link().lines().cut();
    }
  }

  @Override
  public void close() {
    nodes.forEach(RigNode::close);
    servers.forEach(RedisServer::close);
  }
}
