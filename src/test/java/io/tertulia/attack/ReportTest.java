package io.tertulia.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.attack.witness.Phase;
import io.tertulia.trial.machine.Use;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is held against a node that was attacked, and when. */
class ReportTest {
  private static final Use CALM = new Use(Duration.ofSeconds(5), 0.9, 0.02, 0.05);
  private static final Use BUSY = new Use(Duration.ofSeconds(5), 0.1, 0.9, 0.95);

  private final Phase during = Phase.begin();

  @Test
  void what_got_through_and_what_came_twice_is_wrong_on_any_machine() {
    during.twice().add("ana-7 came twice");
    assertThat(report(Report.How.THROUGH, BUSY).faults())
        .containsExactly("got through: words", "ana-7 came twice");
  }

  @Test
  void what_is_late_or_refused_is_wrong_only_where_nobody_else_was_at_work() {
    during.wrong().add("ana-7 was not answered");
    assertThat(report(Report.How.LATE, BUSY).faults()).isEmpty();
    assertThat(report(Report.How.LATE, CALM).faults())
        .containsExactly("ana-7 was not answered", "not in time: words");
  }

  @Test
  void an_attack_that_was_withstood_is_clean() {
    assertThat(report(Report.How.WITHSTOOD, CALM).faults()).isEmpty();
  }

  private Report report(Report.How how, Use use) {
    return new Report(
        Known.ROOMS,
        new Report.Came("words", how),
        Phase.begin(),
        during,
        new Report.Took(200, 300, 100, use, ""),
        List.of());
  }
}
