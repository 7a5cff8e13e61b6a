package io.tertulia.e2e.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.e2e.proxy.TraefikRig;
import io.tertulia.e2e.storm.Crowd.Addresses;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** R13: all clients are dropped at once, thousands of them, and come back through Traefik. */
class StormE2E {
  private static final int CLIENTS = 5_000;
  private static final int ROOMS = 5;
  private static final Duration EVERY = Duration.ofMillis(300);

  /** Twenty offices: Traefik lets 500 of an address shake hands at once. */
  private static final Addresses OFFICES = new Addresses("127.0.10.", 20);

  private static final Duration LONG = Duration.ofSeconds(90);
  private static final Duration BAR = Duration.ofSeconds(30);
  private static final double EVEN = 1.3;

  @Test
  void thousands_who_are_dropped_at_once_are_soon_back_and_evenly_spread() {
    try (TraefikRig rig = TraefikRig.start();
        Crowd crowd = new Crowd(rig.address(), 7);
        Speakers speakers = Speakers.begin(rig.nodes(), ROOMS, EVERY)) {
      crowd.enter(CLIENTS, OFFICES, ROOMS, Duration.ofSeconds(25));
      assertThat(crowd.await(CLIENTS, LONG)).as("came in: %s", crowd.live()).isTrue();
      storm("every client's connection reset", rig, crowd, () -> abort(crowd));
      storm("Traefik killed", rig, crowd, rig::killTraefik);
      assertThat(rig.sockets()).isEqualTo(CLIENTS + speakers.count());
      crowd.assertComplete(speakers);
    }
  }

  private static void abort(Crowd crowd) {
    crowd.all().forEach(Visitor::abort);
  }

  private static void storm(String what, TraefikRig rig, Crowd crowd, Runnable fault) {
    int lost = crowd.sum(Visitor::losses);
    int refused = crowd.sum(Visitor::refusals);
    long since = System.nanoTime();
    fault.run();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> crowd.sum(Visitor::losses) - lost >= CLIENTS);
    boolean all = crowd.await(CLIENTS, LONG);
    Map<String, Long> nodes = crowd.byNode();
    double mean = (double) CLIENTS / rig.nodes().size();
    double most = Collections.max(nodes.values()) / mean;
    System.out.printf(
        "storm, %s: %d of %d back, 5 %% after %s, 50 %% after %s, 95 %% after %s, all after %s; %d tries failed; %s, the most %.2f"
            + " x the mean%n",
        what,
        crowd.live(),
        CLIENTS,
        crowd.back(5, since),
        crowd.back(50, since),
        crowd.back(95, since),
        crowd.back(100, since),
        crowd.sum(Visitor::refusals) - refused,
        nodes,
        most);
    assertThat(all).as("all are back, of whom %s are", crowd.live()).isTrue();
    assertThat(crowd.back(95, since)).as("95 %% back, " + what).isLessThanOrEqualTo(BAR);
    assertThat(most).as("the busiest node's share, of %s", nodes).isLessThanOrEqualTo(EVEN);
  }
}
