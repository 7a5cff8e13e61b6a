package io.tertulia.trial.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tertulia.trial.machine.Use;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final int MOST = 100;

  @Test
  void a_third_of_what_the_machine_carries_is_said() {
    Pace pace = Pace.of(400, use(0.5, 0), MOST);
    assertThat(pace.carries()).isEqualTo(200);
    assertThat(pace.perSecond()).isCloseTo(66.67, within(0.01));
  }

  @Test
  void somebody_else_at_work_does_not_make_the_machine_smaller() {
    assertThat(Pace.of(400, use(0.5, 0.5), MOST).carries()).isEqualTo(200);
  }

  @Test
  void what_a_machine_carries_that_cannot_keep_up_is_what_it_did() {
    assertThat(Pace.of(240, use(1, 0), MOST).perSecond()).isEqualTo(20);
  }

  @Test
  void it_is_neither_more_than_wanted_nor_so_little_that_it_never_ends() {
    assertThat(Pace.of(400, use(0.1, 0), MOST).perSecond()).isEqualTo(MOST);
    assertThat(Pace.of(4, use(1, 0), MOST).perSecond()).isEqualTo(20);
  }

  private static Use use(double own, double others) {
    return new Use(Duration.ofSeconds(4), own, others, others);
  }
}
