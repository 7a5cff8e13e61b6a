package io.tertulia.transport.websocket.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.tertulia.heart.ManualClock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long a connection may take to become a request, by a clock that the test moves. */
class RequestDeadlineTest {
  private final ManualClock clock = new ManualClock();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(new RequestDeadline(Duration.ofSeconds(10), clock::millis));

  @BeforeEach
  void stopTime() {
    channel.freezeTime();
  }

  @Test
  void a_connection_that_says_nothing_is_cut_when_its_time_is_over() {
    pass(Duration.ofMillis(9_900));
    assertThat(channel.isOpen()).isTrue();
    pass(Duration.ofMillis(200));
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void a_loop_that_stood_still_cuts_nobody_for_what_it_has_not_read() {
    pass(Duration.ofSeconds(3));
    standStill();
    assertThat(channel.isOpen()).isTrue();
    pass(Duration.ofMillis(6_400));
    assertThat(channel.isOpen()).isTrue();
    pass(Duration.ofSeconds(1));
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void one_whose_time_ended_while_the_loop_stood_still_is_read_before_it_is_cut() {
    pass(Duration.ofMillis(9_900));
    standStill();
    assertThat(channel.isOpen()).isTrue();
    pass(Duration.ofSeconds(1));
    assertThat(channel.isOpen()).isFalse();
  }

  private void standStill() {
    move(Duration.ofSeconds(11));
  }

  private void pass(Duration time) {
    for (long left = time.toMillis(); left > 0; left -= 100) {
      move(Duration.ofMillis(100));
    }
  }

  private void move(Duration time) {
    clock.pass(time);
    channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }
}
