package io.tertulia.cluster.redis.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.cluster.log.Loop;
import org.junit.jupiter.api.Test;

/** How Redis' clock is known from here. */
class RedisClockTest {
  private long now = 1000;
  private final RedisClock clock =
      new RedisClock(
          new Loop() {
            @Override
            public void execute(Runnable task) {}

            @Override
            public void after(long millis, Runnable task) {}

            @Override
            public long now() {
              return now;
            }
          });

  @Test
  void it_is_unknown_until_it_was_heard() {
    assertThat(clock.isKnown()).isFalse();
    assertThat(clock.now()).isZero();
  }

  @Test
  void it_runs_behind_rather_than_ahead() {
    clock.heard(1000, 1020, 500_000);
    now = 1020;

    assertThat(clock.now()).isEqualTo(500_000);
    now = 1120;
    assertThat(clock.now()).isEqualTo(500_100);
  }

  @Test
  void an_answer_that_took_long_corrects_nothing() {
    clock.heard(1000, 1002, 500_000);
    clock.heard(2000, 4500, 501_001);
    now = 4500;

    assertThat(clock.now()).isEqualTo(503_498);
  }

  @Test
  void a_clock_that_was_set_is_followed_at_once() {
    clock.heard(1000, 1002, 500_000);
    clock.heard(2000, 2002, 450_000);
    now = 2002;
    assertThat(clock.now()).isEqualTo(450_002);

    clock.heard(3000, 3002, 600_000);
    now = 3002;
    assertThat(clock.now()).isEqualTo(600_000);
  }
}
