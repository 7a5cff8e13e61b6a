package io.tertulia.trial.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tertulia.trial.Fault;
import io.tertulia.trial.Options;
import io.tertulia.trial.Report;
import io.tertulia.trial.Trial;
import io.tertulia.trial.rig.ClusterRig;
import io.tertulia.trial.rig.Setup;
import io.tertulia.trial.rows.node.CutOff;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Faults that take their time, here as short as they show something; {@code ./mvnw trial} has them
 * long. Rows that want the same nodes have them one after the other.
 */
@Tag("alone")
class TrialE2E {
  private static final int NODES = 3;
  private static final int SECONDS = 25;

  private static @Nullable ClusterRig rig;

  @AfterAll
  static void stop() {
    if (rig != null) {
      rig.close();
      rig = null;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 30})
  void a_node_cut_off_from_redis_converges(int seconds) {
    expectClean(
        Row.R6, new CutOff(Duration.ofSeconds(seconds)), Options.gate(6 + seconds, SECONDS));
  }

  /** Those that want the same nodes beside each other. */
  static Stream<Row> rows() {
    return Stream.of(
        Row.R8, Row.R15, Row.R17, Row.R7, Row.R9, Row.R12, Row.R19, Row.R20, Row.R24_KILLED);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void nothing_is_lost_in_silence_repeated_or_reordered(Row row) {
    Options options = Options.gate(1 + row.ordinal(), SECONDS);
    expectClean(row, row.fault(options), options);
  }

  private static void expectClean(Row row, Fault fault, Options options) {
    Report report = Trial.run(row.name(), fault, rig(fault.setup(Setup.of(NODES))), options);
    System.out.println(report);
    if (!report.isClean()) {
      stop();
    }
    assertThat(report.isClean()).as(report.toString()).isTrue();
    // Then it counts as not run.
    assumeThat(report.isJudged()).as(report.headline()).isTrue();
  }

  private static ClusterRig rig(Setup setup) {
    ClusterRig before = rig;
    if (before != null && before.setup().equals(setup)) {
      return before;
    }
    stop();
    ClusterRig fresh = ClusterRig.start(setup);
    rig = fresh;
    return fresh;
  }
}
