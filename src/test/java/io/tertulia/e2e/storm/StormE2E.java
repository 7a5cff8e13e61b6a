package io.tertulia.e2e.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.e2e.proxy.running.TraefikRig;
import io.tertulia.e2e.storm.Crowd.Addresses;
import io.tertulia.trial.machine.Machine;
import io.tertulia.trial.machine.Use;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** R13: all clients are dropped at once, thousands of them, and come back through Traefik. */
@Tag("alone")
class StormE2E {
  private static final int MOST = 5_000;

  /** Of those whom this machine lets in within the bar. */
  private static final double SHARE = 1.0 / 3;

  /** Who comes first, so that programs are compiled; and then, at once, to see how fast it goes. */
  private static final int FIRST = 750;

  private static final int ROOMS = 5;
  private static final Duration EVERY = Duration.ofMillis(300);

  /** Twenty offices: Traefik lets 500 of an address shake hands at once. */
  private static final Addresses OFFICES = new Addresses("127.0.10.", 20);

  private static final Duration LONG = Duration.ofSeconds(90);
  private static final Duration BAR = Duration.ofSeconds(30);
  private static final double EVEN = 1.3;

  @Test
  void thousands_who_are_dropped_at_once_are_soon_back_and_evenly_spread() {
    try (Machine machine = Machine.watch();
        TraefikRig rig = TraefikRig.start();
        Crowd crowd = new Crowd(rig.address(), 7);
        Speakers speakers = Speakers.begin(rig.nodes(), ROOMS, EVERY)) {
      int clients = calibrate(crowd);
      enter(crowd, clients - crowd.all().size(), Duration.ofSeconds(15));
      List<Storm> storms =
          List.of(
              storm("every client's connection reset", rig, crowd, () -> abort(crowd)),
              storm("Traefik killed", rig, crowd, rig::killTraefik));
      assertThat(rig.sockets()).isEqualTo(clients + speakers.count());
      crowd.assertComplete(speakers);
      Use use = machine.use();
      System.out.println(use);
      assumeThat(use.provesTimes()).as(use.complaint()).isTrue();
      assertThat(storms).allMatch(storm -> storm.back.compareTo(BAR) <= 0);
      assertThat(storms).allMatch(storm -> storm.most <= EVEN);
    }
  }

  private static void enter(Crowd crowd, int count, Duration within) {
    crowd.enter(count, OFFICES, ROOMS, within);
    assertThat(crowd.await(crowd.all().size(), LONG)).as("came in: %s", crowd.live()).isTrue();
  }

  /** How many the storm is of; not fewer than are there by then. */
  private static int calibrate(Crowd crowd) {
    enter(crowd, FIRST, Duration.ofSeconds(5));
    long begun = System.nanoTime();
    enter(crowd, FIRST, Duration.ZERO);
    double perSecond = FIRST * 1e9 / (System.nanoTime() - begun);
    int clients = (int) Math.clamp(perSecond * BAR.toSeconds() * SHARE, 2 * FIRST, MOST);
    System.out.printf("calibrated: %.0f let in a second, %d clients%n", perSecond, clients);
    return clients;
  }

  /**
   * @param back when 95 % were
   * @param most clients of a node, by the mean
   */
  private record Storm(String what, Duration back, double most) {}

  private static void abort(Crowd crowd) {
    crowd.all().forEach(Visitor::abort);
  }

  private static Storm storm(String what, TraefikRig rig, Crowd crowd, Runnable fault) {
    int clients = crowd.all().size();
    int lost = crowd.sum(Visitor::losses);
    int refused = crowd.sum(Visitor::refusals);
    long since = System.nanoTime();
    fault.run();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> crowd.sum(Visitor::losses) - lost >= clients);
    boolean all = crowd.await(clients, LONG);
    Map<String, Long> nodes = crowd.byNode();
    double mean = (double) clients / rig.nodes().size();
    double most = Collections.max(nodes.values()) / mean;
    System.out.printf(
        "storm, %s: %d of %d back, 5 %% after %s, 50 %% after %s, 95 %% after %s, all after %s; %d"
            + " tries failed; %s, the most %.2f x the mean%n",
        what,
        crowd.live(),
        clients,
        crowd.back(5, since),
        crowd.back(50, since),
        crowd.back(95, since),
        crowd.back(100, since),
        crowd.sum(Visitor::refusals) - refused,
        nodes,
        most);
    assertThat(all).as("all are back, of whom %s are", crowd.live()).isTrue();
    return new Storm(what, crowd.back(95, since), most);
  }
}
