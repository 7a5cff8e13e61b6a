package io.tertulia.ops.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a node has more than its share of the clients, and what it does about it. */
class RebalanceQuotaTest {
  private static final long SECOND = 1_000;

  private final RebalanceQuota shedding = new RebalanceQuota(5);
  private long now;

  @ParameterizedTest
  @CsvSource({
    "1000, 800, 800, 0", // 1.25 times is not above
    "1001, 800, 800, 5",
    "1000, 1000, 500, 5",
    "500, 1000, 500, 0",
    "19, 0, 0, 0", // so few are not worth it
    "20, 0, 0, 5",
  })
  void it_sends_on_above_a_quarter_more_than_the_mean_of_the_others(
      int own, int one, int other, int due) {
    assertThat(shedding.due(own, List.of(one, other), now)).isEqualTo(due);
  }

  @Test
  void a_node_without_others_sends_nobody_on() {
    assertThat(shedding.due(50_000, List.of(), now)).isZero();
  }

  @Test
  void a_pace_of_0_sends_nobody_on() {
    assertThat(new RebalanceQuota(0).due(50_000, List.of(1), now)).isZero();
  }

  @Test
  void clients_that_go_elsewhere_are_sent_on_until_the_nodes_are_about_even() {
    int own = 300;
    int other = 0;
    for (int due = turn(own, other); due > 0; due = turn(own, other)) {
      own -= due;
      other += due;
    }
    assertThat(own).isBetween(other, (int) (1.25 * other));
  }

  @Test
  void what_the_others_say_late_does_not_make_it_send_too_many() {
    int sent = 0;
    for (int due = turn(300, 0); due > 0; due = turn(300 - sent, 0)) {
      sent += due;
    }
    assertThat(sent).isEqualTo(150);
  }

  @Test
  void clients_that_come_back_are_left_alone_for_longer_and_longer() {
    Map<Long, Integer> sent = new TreeMap<>();
    for (int second = 0; second < 3_600; second++) {
      sent.merge(now / Duration.ofMinutes(10).toMillis(), turn(120, 20), Integer::sum);
    }
    assertThat(sent.values())
        .as("in each ten minutes of an hour")
        .containsExactly(250, 50, 50, 50, 50, 50);
    turn(120, 120);
    assertThat(turn(220, 120)).as("when all was well meanwhile").isEqualTo(5);
  }

  private int turn(int own, int other) {
    now += SECOND;
    return shedding.due(own, List.of(other), now);
  }
}
