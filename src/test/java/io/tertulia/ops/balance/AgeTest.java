package io.tertulia.ops.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How old a connection may get. */
class AgeTest {
  private static final Duration HALF_A_DAY = Duration.ofHours(12);

  @Test
  void connections_of_one_moment_are_sent_on_over_the_last_quarter_of_their_time() {
    LongSummaryStatistics hours = ages().summaryStatistics();
    assertThat(hours.getMin()).isGreaterThanOrEqualTo(Duration.ofHours(9).toMillis());
    assertThat(hours.getMax()).isLessThanOrEqualTo(HALF_A_DAY.toMillis());
    for (int quarterOfAnHour = 0; quarterOfAnHour < 12; quarterOfAnHour++) {
      long from = Duration.ofHours(9).plusMinutes(15L * quarterOfAnHour).toMillis();
      long to = from + Duration.ofMinutes(15).toMillis();
      assertThat(ages().filter(age -> age >= from && age < to).count()).isBetween(600L, 1_100L);
    }
  }

  @Test
  void a_connection_is_not_asked_twice_how_old_it_may_get() {
    String id = UUID.randomUUID().toString();
    assertThat(Rebalancer.allowed(id, HALF_A_DAY)).isEqualTo(Rebalancer.allowed(id, HALF_A_DAY));
  }

  @Test
  void who_has_just_come_is_not_sent_on_for_balance() {
    assertThat(Rebalancer.isSettled(5_000, 5_000)).isFalse();
    assertThat(Rebalancer.isSettled(5_000, 14_999)).isFalse();
    assertThat(Rebalancer.isSettled(5_000, 15_000)).isTrue();
  }

  private static LongStream ages() {
    return Stream.iterate(1L, n -> n + 1)
        .limit(10_000)
        .mapToLong(
            n -> Rebalancer.allowed(new UUID(n * 0x9E3779B97F4A7C15L, n).toString(), HALF_A_DAY));
  }
}
