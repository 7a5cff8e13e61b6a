package io.tertulia.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.trial.machine.Use;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsTest {
  private static final Duration BAR = Duration.ofSeconds(2);
  private static final Use ALONE = new Use(BAR, 0.3, 0.02, 0.1);
  private static final Use CROWDED = new Use(BAR, 0.3, 0.5, 0.5);

  private final Findings findings = new Findings();

  @Test
  void the_bar_that_is_printed_is_the_bar_that_is_tested() {
    findings.atMost(BAR, "on the bar", BAR);
    findings.atMost(BAR, "above it", BAR.plusMillis(1));
    Findings.Judged judged = findings.judged(ALONE);
    assertThat(judged.kept()).containsExactly("on the bar: 2.00 s, bar 2.00 s");
    assertThat(judged.failed()).hasSize(1);
    assertThat(judged.unjudged()).isEmpty();
  }

  @Test
  void on_a_machine_that_is_busy_otherwise_no_time_is_judged_neither_good_nor_bad() {
    findings.atMost(BAR, "good", BAR);
    findings.atMost(BAR, "bad", BAR.multipliedBy(2));
    findings.none("message lost", List.of());
    findings.holds("told by a reset", false);
    Findings.Judged judged = findings.judged(CROWDED);
    assertThat(judged.unjudged()).hasSize(2);
    assertThat(judged.kept()).containsExactly("no message lost");
    assertThat(judged.failed()).containsExactly("told by a reset");
  }
}
