package io.tertulia.trial.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tertulia.redis.RedisBinary;
import io.tertulia.trial.Options;
import io.tertulia.trial.Report;
import io.tertulia.trial.Trial;
import io.tertulia.trial.rig.ClusterRig;
import io.tertulia.trial.rig.Setup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults that every change must survive, in short: three nodes, one after the other. */
class TrialIT {
  private static final int NODES = 3;
  private static final int SECONDS = 8;

  private static ClusterRig rig;

  @BeforeAll
  static void start() {
    rig = ClusterRig.start(Setup.of(NODES).on(RedisBinary.any()));
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"R2", "R3", "R4", "R5", "R14", "R16"})
  void nothing_is_lost_in_silence_repeated_or_reordered(Row row) {
    Options options = Options.brief(1 + row.ordinal(), SECONDS);
    Report report = Trial.run(row.name(), row.fault(options), rig, options);
    System.out.println(report);
    assertThat(report.isClean()).as(report.toString()).isTrue();
    // Then it counts as not run.
    assumeThat(report.isJudged()).as(report.headline()).isTrue();
  }
}
