package io.tertulia.cluster.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The invariants of the log under every fault, with the nodes' own code: one entry for each
 * position for ever, no hole, no repeat, everybody shows what the log has, what was acknowledged is
 * there as long as a node lives that acknowledged it, what was refused is not; and who applied
 * every change of a message and who loaded pages show the same.
 *
 * <p>{@code -Dsim.seeds=2000} tries more; {@code -Dsim.from=17 -Dsim.seeds=1} tries one again.
 */
class EveryFaultTest {
  private static final int SEEDS = Integer.getInteger("sim.seeds", 60);
  private static final int FROM = Integer.getInteger("sim.from", 0);

  @ParameterizedTest
  @EnumSource
  void nothing_is_lost_in_silence_repeated_or_reordered(Fault fault) {
    expectNoComplaint(List.of(fault));
  }

  @Test
  void nor_under_all_of_them() {
    expectNoComplaint(List.of(Fault.values()));
  }

  private static void expectNoComplaint(List<Fault> faults) {
    long deliveries = 0;
    long acked = 0;
    long changed = 0;
    for (int seed = FROM; seed < FROM + SEEDS; seed++) {
      Truth truth = new Run(seed, faults).go();
      assertThat(truth.complaints).as("seed %d of %s", seed, faults).isEmpty();
      deliveries += truth.deliveries;
      acked += truth.acked.size();
      changed += truth.changed;
    }
    assertThat(changed).isGreaterThan(2L * SEEDS);
    assertThat(deliveries).isGreaterThan(20L * SEEDS);
    assertThat(acked).isGreaterThan(10L * SEEDS);
  }
}
