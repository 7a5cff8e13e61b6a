package io.tertulia.attack;

import io.tertulia.attack.target.Target;
import io.tertulia.attack.witness.Phase;
import io.tertulia.attack.witness.Witness;
import io.tertulia.client.Management;
import io.tertulia.e2e.PackagedNode;
import io.tertulia.redis.RedisServer;
import io.tertulia.trial.machine.Machine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A node, alone or over a Redis, that is attacked once or again and again. */
final class Siege implements AutoCloseable {
  /** Megabytes of heap of an attacked node: small, so that filling it is cheap. */
  static final int HEAP = 256;

  /** Handshakes a second of one address: few, so that a slow machine can have too many. */
  private static final int UPGRADES = 50;

  private final @Nullable RedisServer redis;
  private final PackagedNode node;
  private final boolean brief;
  private int read;

  private Siege(Path application, boolean clustered, boolean brief) {
    this.brief = brief;
    this.redis = clustered ? RedisServer.start() : null;
    List<String> settings = new ArrayList<>();
    settings.add("tertulia.socket.hello=" + Target.HELLO.toSeconds() + "s");
    settings.add("tertulia.limits.upgrades-per-address=" + UPGRADES);
    if (redis != null) {
      settings.add("quarkus.redis.hosts=" + redis.url());
      settings.add("tertulia.security.secret=the-cluster-and-nobody-else-knows-this");
    }
    this.node =
        PackagedNode.start(
            application,
            new PackagedNode.Way(
                List.of("-Xmx" + HEAP + "m", "-XX:MaxDirectMemorySize=" + HEAP + "m"),
                Map.of(),
                settings));
  }

  static Siege lay(Path application, boolean clustered, boolean brief) {
    return new Siege(application, clustered, brief);
  }

  Report of(Known attack) {
    if (!brief) {
      warmUp(attack);
    }
    try (Target target = new Target(node, redis, brief);
        Witness witness = new Witness(target.uri());
        Memory memory = new Memory(node.pid());
        Machine machine = Machine.watch()) {
      pause(Duration.ofSeconds(1));
      witness.next();
      pause(Duration.ofSeconds(brief ? 2 : 4));
      Phase before = witness.next();
      long resident = memory.resident();
      String through = null;
      String came = "";
      long begun = System.nanoTime();
      try {
        came = Attackers.strike(attack.attack(), target);
      } catch (Exception | AssertionError e) {
        through = firstLine(e);
      }
      long least = Duration.ofSeconds(brief ? 2 : 3).toNanos();
      pause(Duration.ofNanos(Math.max(0, least - (System.nanoTime() - begun))));
      Phase during = witness.next();
      long live = node.isAlive() ? memory.live() : 0;
      target.close();
      long[] rss = {resident, memory.peak()};
      return new Report(
          attack, came, through, before, during, rss, live, machine.use(), after(target));
    }
  }

  /**
   * A quarter of it first, unjudged: a node that has only just begun gives one of two processors to
   * its compiler.
   */
  private void warmUp(Known attack) {
    try (Target target = new Target(node, redis, true);
        Witness witness = new Witness(target.uri())) {
      Attackers.strike(attack.attack(), target);
      witness.next();
    } catch (Exception | AssertionError e) {
      // What gets through does so again.
    }
    pause(Duration.ofSeconds(2));
    read = node.log().length();
  }

  boolean isAlive() {
    return node.isAlive();
  }

  /** What is wrong with the node when the attackers have gone. */
  private List<String> after(Target target) {
    List<String> wrong = new ArrayList<>();
    if (!node.isAlive()) {
      return List.of("the node is gone");
    }
    String log = node.log().substring(read);
    read += log.length();
    for (String word : List.of("OutOfMemory", "OutOfDirectMemory", " LEAK")) {
      log.lines().filter(line -> line.contains(word)).findFirst().ifPresent(wrong::add);
    }
    try (Witness later = new Witness(target.uri())) {
      pause(Duration.ofSeconds(1));
      later.next().faults().forEach(fault -> wrong.add("afterwards: " + fault));
    } catch (RuntimeException | AssertionError e) {
      wrong.add("it does not serve afterwards: " + firstLine(e));
    }
    String live = Management.at(node.managementPort()).live();
    if (!live.startsWith("200")) {
      wrong.add("it is not live afterwards: " + firstLine(new AssertionError(live)));
    }
    return wrong;
  }

  private static String firstLine(Throwable failure) {
    String text = String.valueOf(failure.getMessage()).replaceAll("\\s+", " ").strip();
    String name = failure instanceof AssertionError ? "" : failure.getClass().getSimpleName() + " ";
    return name + text.substring(0, Math.min(200, text.length()));
  }

  private static void pause(Duration time) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(time.toMillis()));
  }

  @Override
  public void close() {
    node.close();
    if (redis != null) {
      redis.close();
    }
  }
}
