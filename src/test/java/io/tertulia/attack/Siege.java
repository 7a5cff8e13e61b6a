package io.tertulia.attack;

import io.tertulia.attack.measure.Effort;
import io.tertulia.attack.measure.Memory;
import io.tertulia.attack.target.Target;
import io.tertulia.attack.witness.Phase;
import io.tertulia.attack.witness.Witness;
import io.tertulia.client.Management;
import io.tertulia.e2e.PackagedNode;
import io.tertulia.redis.RedisServer;
import io.tertulia.trial.machine.Machine;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A node, alone or over a Redis, that is attacked once or again and again. */
final class Siege implements AutoCloseable {
  /** Megabytes of heap of an attacked node: small, so that filling it is cheap. */
  static final int HEAP = 256;

  /** Handshakes a second of one address: few, so that a slow machine can have too many. */
  private static final int UPGRADES = 50;

  /** A node is quiet that takes less than so much of a processor; looked for ten seconds. */
  private static final double QUIET = 0.15;

  /** It is warm when so much of its work, or less, was its compiler's. */
  private static final double WARM = 0.15;

  private static final int ROUNDS = 4;

  private static final Duration LOOK = Duration.ofMillis(250);
  private static final int LOOKS = 40;

  private final @Nullable RedisServer redis;
  private final PackagedNode node;
  private final Attackers attackers;
  private final Machine machine = Machine.watch();
  private final boolean brief;
  private int read;

  /** What there was after one attack is what there is before the next. */
  private @Nullable Calm calm;

  /**
   * A while without an attack.
   *
   * @param witness who was there goes on
   * @param moment of the machine, when it began
   */
  private record Calm(Witness witness, Phase phase, int moment) {}

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
    this.attackers = Attackers.gather(node, redis);
  }

  static Siege lay(Path application, boolean clustered, boolean brief) {
    return new Siege(application, clustered, brief);
  }

  Report of(Known attack) {
    Calm quiet = calm == null ? calmDown() : calm;
    calm = null;
    return attacked(attack, quiet).with(after());
  }

  private Report attacked(Known attack, Calm quiet) {
    try (Witness witness = quiet.witness;
        Memory memory = new Memory(node.pid())) {
      var _ = witness.next();
      long resident = memory.resident();
      Effort begun = effort();
      Report.Came came = attackers.strike(attack, brief);
      long least = Duration.ofSeconds(brief ? 2 : 3).toNanos();
      pause(Duration.ofNanos(Math.max(0, least - (System.nanoTime() - begun.at()))));
      Phase during = witness.next();
      String effort = effort().since(begun);
      long live = node.isAlive() ? memory.live() : 0;
      attackers.leave();
      Report.Took took =
          new Report.Took(resident, memory.peak(), live, machine.useSince(quiet.moment), effort);
      return new Report(attack, came, quiet.phase, during, took, List.of());
    }
  }

  /**
   * A quarter of each first, unjudged, again and again until the node's compiler has little left to
   * do: it takes one of two processors as long as it has. What gets through does so again.
   */
  void warmUp(List<Known> attacks) {
    try (Witness witness = new Witness(uri())) {
      Effort last = effort();
      for (int round = 0; round < ROUNDS; round++) {
        for (Known attack : attacks) {
          var _ = attackers.strike(attack, true);
          attackers.leave();
        }
        var _ = witness.next();
        Effort now = effort();
        if (now.ofCompiler(last) < WARM) {
          break;
        }
        last = now;
      }
    }
    read = node.log().length();
  }

  private Calm calmDown() {
    settle();
    int moment = machine.moment();
    Witness witness = new Witness(uri());
    pause(Duration.ofMillis(brief ? 250 : 1_000));
    var _ = witness.next();
    pause(Duration.ofMillis(brief ? 1_250 : 4_000));
    return new Calm(witness, witness.next(), moment);
  }

  /** Waits, for some seconds, until the node has done with what was before. */
  private void settle() {
    Effort last = effort();
    for (int look = 0; look < LOOKS; look++) {
      pause(LOOK);
      Effort now = effort();
      if (now.ofNode(last) < QUIET) {
        return;
      }
      last = now;
    }
  }

  private Effort effort() {
    return Effort.of(node.pid(), attackers.pid());
  }

  private URI uri() {
    return URI.create("http://127.0.0.1:" + node.port());
  }

  boolean isAlive() {
    return node.isAlive();
  }

  /** What is wrong with the node when the attackers have gone. */
  private List<String> after() {
    List<String> wrong = new ArrayList<>();
    if (!node.isAlive()) {
      return List.of("the node is gone");
    }
    String log = node.log().substring(read);
    read += log.length();
    for (String word : List.of("OutOfMemory", "OutOfDirectMemory", " LEAK")) {
      log.lines().filter(line -> line.contains(word)).findFirst().ifPresent(wrong::add);
    }
    try {
      Calm later = calmDown();
      Stream.of(later.phase.faults(), later.phase.repeated())
          .flatMap(List::stream)
          .forEach(fault -> wrong.add("afterwards: " + fault));
      calm = later;
    } catch (RuntimeException | AssertionError e) {
      wrong.add("it does not serve afterwards: " + AttackersMain.firstLine(e));
    }
    String live = Management.at(node.managementPort()).live();
    if (!live.startsWith("200")) {
      wrong.add("it is not live afterwards: " + live.lines().findFirst().orElse(""));
    }
    return wrong;
  }

  private static void pause(Duration time) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(time.toMillis()));
  }

  @Override
  public void close() {
    if (calm != null) {
      calm.witness.close();
    }
    machine.close();
    attackers.close();
    node.close();
    if (redis != null) {
      redis.close();
    }
  }
}
