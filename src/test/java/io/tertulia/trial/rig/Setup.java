package io.tertulia.trial.rig;

import io.tertulia.e2e.PackagedNode;
import io.tertulia.redis.RedisBinary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a rig is made of.
 *
 * @param redis which program to run as Redis
 * @param fakeClocks whether the nodes' clocks can be moved, which needs libfaketime
 * @param leaks whether every buffer is watched, which costs a node a good part of its time: not
 *     where a bar is a time
 * @param settings of every node, {@code key=value}, beside those of every rig
 */
public record Setup(
    int nodes, RedisBinary redis, boolean fakeClocks, boolean leaks, List<String> settings) {
  /**
   * Nodes share the processors of one machine, so they are small. All of the heap is touched at
   * once, so that what grows later is a leak.
   */
  private static final List<String> JVM =
      List.of(
          "-Xms256m",
          "-Xmx256m",
          "-XX:+AlwaysPreTouch",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private static final List<String> SETTINGS =
      List.of(
          "tertulia.security.secret=the-same-secret-on-every-node-of-the-rig",
          "tertulia.limits.rate-per-session=10000",
          "tertulia.limits.rate-per-address=1000000",
          "tertulia.limits.connections-per-address=20000",
          "tertulia.limits.memberships-per-address=500000",
          // Evening out is no fault: after one, people would be sent on for that too.
          "tertulia.cluster.shed=0");

  public static Setup of(int nodes) {
    return new Setup(nodes, RedisBinary.any(), false, false, List.of());
  }

  public Setup withFakeClocks() {
    return new Setup(nodes, redis, true, leaks, settings);
  }

  /** With Netty's paranoid detection; a line of it in a node's log fails the trial. */
  public Setup watchingLeaks() {
    return new Setup(nodes, redis, fakeClocks, true, settings);
  }

  public Setup on(RedisBinary other) {
    return new Setup(nodes, other, fakeClocks, leaks, settings);
  }

  public Setup with(String... more) {
    List<String> all = new ArrayList<>(settings);
    all.addAll(List.of(more));
    return new Setup(nodes, redis, fakeClocks, leaks, List.copyOf(all));
  }

  /** Flags, environment and settings of the node of that index. */
  PackagedNode.Way way(int index, int redisPort, FakeClock clock) {
    List<String> all = new ArrayList<>(SETTINGS);
    all.addAll(settings);
    all.add("tertulia.node=node-" + index);
    all.add("quarkus.redis.hosts=redis://127.0.0.1:" + redisPort);
    List<String> jvm = new ArrayList<>(JVM);
    jvm.add("-Dio.netty.leakDetection.level=" + (leaks ? "paranoid" : "simple"));
    return new PackagedNode.Way(
        List.copyOf(jvm), fakeClocks ? clock.environment() : Map.of(), List.copyOf(all));
  }
}
