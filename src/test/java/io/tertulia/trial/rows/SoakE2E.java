package io.tertulia.trial.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.trial.Fault;
import io.tertulia.trial.Options;
import io.tertulia.trial.Report;
import io.tertulia.trial.Trial;
import io.tertulia.trial.rig.ClusterRig;
import io.tertulia.trial.rig.Setup;
import org.junit.jupiter.api.Test;

/** R1, which mostly waits, and none of whose bars is a time. */
class SoakE2E {
  private static final int NODES = 3;

  /** Two thirds of it fill what is held for two minutes. */
  private static final int SECONDS = 180;

  @Test
  void a_soak_loses_nothing_and_keeps_its_memory() {
    Fault soak = new Soak();
    try (ClusterRig rig = ClusterRig.start(soak.setup(Setup.of(NODES)))) {
      Report report = Trial.run(Row.R1.name(), soak, rig, Options.gate(1, SECONDS));
      System.out.println(report);
      assertThat(report.isClean()).as(report.toString()).isTrue();
    }
  }
}
