package io.tertulia.trial.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.trial.rig.ClusterRig;
import io.tertulia.trial.rig.Fault;
import io.tertulia.trial.rig.Options;
import io.tertulia.trial.rig.Report;
import io.tertulia.trial.rig.Setup;
import io.tertulia.trial.rig.Trial;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults that take their time, each with three new nodes and a hundred thousand deliveries. */
class TrialE2E {
  private static final int NODES = 3;
  private static final int SECONDS = 80;

  /** Two thirds of it fill what is held for two minutes. */
  private static final int SOAK = 180;

  @Test
  void a_soak_loses_nothing_and_keeps_its_memory() {
    expectClean(Row.R1, new Soak(), Options.full(1, SOAK));
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 30})
  void a_node_cut_off_from_redis_converges(int seconds) {
    expectClean(
        Row.R6, new CutOff(Duration.ofSeconds(seconds)), Options.full(6 + seconds, SECONDS));
  }

  @ParameterizedTest
  @EnumSource(names = {"R7", "R8", "R9", "R12", "R15", "R17"})
  void nothing_is_lost_in_silence_repeated_or_reordered(Row row) {
    Options options = Options.full(1 + row.ordinal(), SECONDS);
    expectClean(row, row.fault(options), options);
  }

  private static void expectClean(Row row, Fault fault, Options options) {
    try (ClusterRig rig = ClusterRig.start(fault.setup(Setup.of(NODES)))) {
      Report report = Trial.run(row.name(), fault, rig, options);
      System.out.println(report);
      assertThat(report.isClean()).as(report.toString()).isTrue();
    }
  }
}
