package io.tertulia.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.room.RateLimits.Kind;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every rate limit does: 10 a second for a session, 20 at once; 100 for an address. */
public interface RateLimitsContract {
  RateLimits limits();

  /** Lets so much time pass. */
  void pass(Duration time);

  @Test
  default void twice_the_rate_may_be_taken_at_once_and_no_more() {
    assertThat(granted("ana", 50)).isEqualTo(20);
    assertThat(limits().take(Kind.SESSION, "ana")).isBetween(1L, 100L);
  }

  @Test
  default void who_waits_as_long_as_told_gets_one() {
    granted("ana", 20);
    long wait = limits().take(Kind.SESSION, "ana");
    pass(Duration.ofMillis(wait));
    assertThat(limits().take(Kind.SESSION, "ana")).isZero();
  }

  @Test
  default void over_time_the_rate_is_what_is_granted() {
    granted("ana", 20);
    int granted = 0;
    for (int i = 0; i < 50; i++) {
      pass(Duration.ofMillis(100));
      granted += granted("ana", 5);
    }
    assertThat(granted).isBetween(48, 52);
  }

  @Test
  default void a_refusal_costs_nothing() {
    granted("ana", 2_000);
    pass(Duration.ofSeconds(1));
    assertThat(granted("ana", 50)).isBetween(10, 11);
  }

  @Test
  default void who_was_quiet_gets_no_more_than_twice_the_rate() {
    granted("ana", 20);
    pass(Duration.ofSeconds(30));
    assertThat(granted("ana", 50)).isEqualTo(20);
  }

  @Test
  default void names_and_kinds_are_counted_apart() {
    granted("ana", 20);
    assertThat(limits().take(Kind.SESSION, "bob")).isZero();
    assertThat(limits().take(Kind.ADDRESS, "ana")).isZero();
  }

  private int granted(String name, int asked) {
    return (int)
        IntStream.range(0, asked).filter(i -> limits().take(Kind.SESSION, name) == 0).count();
  }
}
