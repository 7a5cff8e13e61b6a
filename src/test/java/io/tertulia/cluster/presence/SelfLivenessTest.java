package io.tertulia.cluster.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Silence counts only while a node hears itself. */
class SelfLivenessTest {
  private static final int LEASE = 6_000;
  private final SelfLiveness liveness = new SelfLiveness(Duration.ofMillis(LEASE), 0);

  @Test
  void who_is_silent_for_longer_than_the_lease_is_overdue() {
    liveness.up(0);
    hearsItself(0, LEASE + 1);
    assertThat(liveness.isOverdue(0, LEASE)).isFalse();
    assertThat(liveness.isOverdue(0, LEASE + 1)).isTrue();
  }

  @Test
  void nobody_is_overdue_while_the_probe_does_not_come_back() {
    liveness.up(0);
    hearsItself(0, 20_000);
    liveness.down();
    assertThat(liveness.isOverdue(0, 20_000)).isFalse();
  }

  @Test
  void after_a_reconnect_everybody_has_a_whole_lease() {
    liveness.up(0);
    hearsItself(0, 20_000);
    liveness.down();
    liveness.up(21_000);
    hearsItself(21_000, 28_000);
    assertThat(liveness.isOverdue(0, 21_000 + LEASE)).isFalse();
    assertThat(liveness.isOverdue(0, 21_000 + LEASE + 1)).isTrue();
  }

  @Test
  void after_a_pause_that_nobody_named_everybody_has_a_whole_lease() {
    liveness.up(0);
    hearsItself(0, 20_000);
    assertThat(liveness.isOverdue(0, 80_000)).isFalse();
    hearsItself(80_000, 87_000);
    assertThat(liveness.isOverdue(0, 80_000 + LEASE)).isFalse();
    assertThat(liveness.isOverdue(0, 80_000 + LEASE + 1)).isTrue();
  }

  private void hearsItself(long from, long to) {
    for (long now = from; now <= to; now += 1_000) {
      liveness.heardItself(now);
    }
  }
}
