package io.tertulia.trial.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.trial.witness.Witness;
import io.tertulia.trial.witness.Witnesses;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A node's wall clock can be moved while it runs, and nothing but that. */
class ClockE2E {
  @Test
  void a_node_reads_the_time_that_it_is_given() {
    try (ClusterRig rig = ClusterRig.start(Setup.of(1).withFakeClocks())) {
      RigNode node = rig.node(0);
      for (Duration jump : new Duration[] {Duration.ofHours(1), Duration.ofHours(-1)}) {
        node.setClock(jump);
        await()
            .atMost(Duration.ofSeconds(5))
            .until(() -> wrong(node).minus(jump).abs().compareTo(Duration.ofSeconds(5)) < 0);
      }
      try (Witnesses witnesses = Witnesses.enter("clock", rig.nodes(), 2)) {
        assertThat(witnesses.live(Duration.ofSeconds(5))).isLessThan(Duration.ofSeconds(5));
      }
      assertThat(NodeLog.complaints(node.log())).isEmpty();
    }
  }

  private static Duration wrong(RigNode node) {
    try (Witness witness = Witness.enter(node.address(), "clock", null)) {
      return Duration.ofMillis(witness.nodeTime() - System.currentTimeMillis());
    }
  }
}
