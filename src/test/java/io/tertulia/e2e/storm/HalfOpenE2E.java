package io.tertulia.e2e.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.e2e.proxy.running.TraefikRig;
import io.tertulia.e2e.storm.Crowd.Addresses;
import io.tertulia.trial.machine.Machine;
import io.tertulia.trial.machine.Pause;
import io.tertulia.trial.machine.Use;
import io.tertulia.trial.rig.RigNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** R11: three in ten clients vanish from the network without a word. */
@Tag("alone")
class HalfOpenE2E {
  private static final int STAY = 210;
  private static final int VANISH = 90;
  private static final int ROOMS = 3;
  private static final Duration PING = Duration.ofSeconds(8);
  private static final Duration PONG = Duration.ofSeconds(3);

  /** With a second for the measure itself, by who shares the machine with all that is measured. */
  private static final Duration BAR = PING.multipliedBy(2).plus(PONG).plusSeconds(1);

  private static final Duration SOON = Duration.ofSeconds(30);

  /** What asks for health and metrics comes and goes. */
  private static final int PASSING = 6;

  @Test
  void who_vanishes_is_closed_within_two_pings_and_a_pong_and_leaves_nothing_open() {
    try (Machine machine = Machine.watch();
        TraefikRig rig =
            TraefikRig.start(
                "tertulia.socket.ping=" + PING.toSeconds() + "s",
                "tertulia.socket.pong=" + PONG.toSeconds() + "s");
        Crowd stay = new Crowd(rig.address(), 1);
        Crowd vanish = new Crowd(rig.address(), 2);
        Speakers speakers = Speakers.begin(rig.nodes(), ROOMS, Duration.ofMillis(200))) {
      stay.enter(STAY, new Addresses("127.0.8.", 2), ROOMS, Duration.ofSeconds(3));
      assertThat(stay.await(STAY, SOON)).isTrue();
      Open base = Open.of(rig);
      vanish.enter(VANISH, new Addresses("127.0.9.", 30), ROOMS, Duration.ofSeconds(2));
      assertThat(vanish.await(VANISH, SOON)).isTrue();
      Open full = Open.of(rig);
      assertThat(full.sockets()).isEqualTo(base.sockets() + VANISH);
      // Some have a ping under way by then, some have just answered one.
      Pause.of(PING);
      List<Duration> gone = vanish(rig, base, full);
      assertThat(rig.sockets()).isEqualTo(base.sockets());
      stay.assertUndisturbed(speakers);
      Use use = machine.use();
      System.out.println(use);
      assumeThat(use.provesTimes()).as(use.complaint()).isTrue();
      assertThat(gone)
          .as("sockets closed, descriptors of the nodes and of Traefik back")
          .allMatch(took -> took.compareTo(BAR) <= 0);
    }
  }

  /** Still out of reach, they leave nothing behind. */
  private static List<Duration> vanish(TraefikRig rig, Open base, Open full) {
    try (BlackHole hole = BlackHole.open("127.0.9.0/24")) {
      long since = System.nanoTime();
      Duration closed = until(since, () -> rig.sockets() <= base.sockets());
      Duration nodes = until(since, () -> Open.of(rig).nodeFiles() <= base.nodeFiles() + PASSING);
      Duration traefik =
          until(since, () -> Open.of(rig).traefikFiles() <= base.traefikFiles() + PASSING);
      System.out.printf(
          "half-open, %s: %d closed after %s, bar %s; nothing open in nodes after %s, in Traefik"
              + " after %s; before %s, with them %s, now %s%n",
          hole, VANISH, closed, BAR, nodes, traefik, base, full, Open.of(rig));
      return List.of(closed, nodes, traefik);
    }
  }

  /** How long that took from a moment on; at least as long as patience lasts if it never came. */
  private static Duration until(long since, Callable<Boolean> holds) {
    try {
      await()
          .atMost(BAR.multipliedBy(2))
          .pollInterval(Duration.ofMillis(100))
          .pollDelay(Duration.ZERO)
          .until(holds);
    } catch (ConditionTimeoutException e) {
      return BAR.multipliedBy(2);
    }
    return Duration.ofNanos(System.nanoTime() - since);
  }

  /** Sockets that the nodes tell of; files and sockets that the system tells of. */
  private record Open(int sockets, int nodeFiles, int traefikFiles) {
    static Open of(TraefikRig rig) {
      int nodeFiles = rig.nodes().stream().mapToInt(RigNode::descriptors).sum();
      return new Open(rig.sockets(), nodeFiles, rig.traefikDescriptors());
    }
  }
}
