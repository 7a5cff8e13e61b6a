package io.tertulia.cluster.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.cluster.limits.SharedCounters.Mood;
import io.tertulia.heart.ManualClock;
import io.tertulia.room.RateLimits;
import io.tertulia.room.RateLimits.Kind;
import io.tertulia.room.RateLimitsContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One user, several nodes, one rate. */
class RedisRateLimitsTest {
  private static final int RATE = 60;
  private static final int TICK = 50;
  private static final int TELL = 500;

  private final ManualClock clock = new ManualClock();
  private final SharedCounters counters = new SharedCounters();

  @Nested
  class TheContract implements RateLimitsContract {
    private final RedisRateLimits limits = node();

    @Override
    public RateLimits limits() {
      return limits;
    }

    @Override
    public void pass(Duration time) {
      clock.pass(time);
      limits.tick();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10})
  void a_user_is_held_near_the_rate_however_many_nodes_it_asks(int count) {
    List<RedisRateLimits> nodes = Stream.generate(this::node).limit(count).toList();
    int seconds = 130;
    int burst = hammer(nodes, Duration.ofSeconds(10));
    int granted = burst + hammer(nodes, Duration.ofSeconds(seconds - 10));
    assertThat(granted)
        .isBetween(RATE * seconds * 95 / 100, RATE * seconds * 105 / 100 + 3 * RATE * count);
    // Steady means that it is not let in all at once after a long pause.
    assertThat(hammer(nodes, Duration.ofSeconds(20)))
        .isBetween(RATE * 20 * 8 / 10, RATE * 20 * 12 / 10);
  }

  @Test
  void who_asks_one_node_only_waits_for_no_other() {
    RedisRateLimits here = node();
    RedisRateLimits there = node();
    int granted = hammer(List.of(here), Duration.ofSeconds(60));
    assertThat(granted).isBetween(RATE * 60, RATE * 62);
    assertThat(take(there, 2 * RATE)).isEqualTo(2 * RATE);
  }

  @Test
  void who_moves_to_another_node_does_not_pay_there_for_what_it_took_before() {
    RedisRateLimits here = node();
    RedisRateLimits there = node();
    take(here, RATE);
    pass(List.of(here, there), Duration.ofSeconds(5));
    assertThat(take(there, RATE)).isEqualTo(RATE);
    pass(List.of(here, there), Duration.ofSeconds(1));
    assertThat(take(there, RATE)).isEqualTo(RATE);
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILS", "FORGETS_TO_ANSWER", "HESITATES"})
  void without_redis_every_node_holds_its_own_rate(Mood mood) {
    List<RedisRateLimits> nodes = List.of(node(), node());
    hammer(nodes, Duration.ofSeconds(5));
    counters.mood = mood;
    hammer(nodes, Duration.ofSeconds(5));
    assertThat(hammer(nodes, Duration.ofSeconds(20)))
        .isBetween(2 * RATE * 20 * 9 / 10, 2 * RATE * 20 * 11 / 10);
    counters.mood = Mood.ANSWERS;
    counters.answer();
    hammer(nodes, Duration.ofSeconds(40));
    assertThat(hammer(nodes, Duration.ofSeconds(20)))
        .isBetween(RATE * 20 * 8 / 10, RATE * 20 * 12 / 10);
  }

  @Test
  void a_question_is_not_asked_while_another_is_open() {
    RedisRateLimits node = node();
    counters.mood = Mood.HESITATES;
    hammer(List.of(node), Duration.ofSeconds(10));
    assertThat(counters.asked).hasSize(1);
  }

  @Test
  void a_chat_of_ordinary_people_costs_redis_nothing() {
    RedisRateLimits node = node();
    for (int second = 0; second < 60; second++) {
      IntStream.range(0, 500).forEach(person -> node.take(Kind.USER, "p" + person));
      pass(List.of(node), Duration.ofSeconds(1));
    }
    assertThat(counters.asked).isEmpty();
  }

  @Test
  void who_was_busy_once_is_not_followed_for_ever() {
    RedisRateLimits node = node();
    take(node, 20);
    pass(List.of(node), Duration.ofSeconds(7));
    int asked = counters.asked.size();
    for (int second = 0; second < 60; second++) {
      take(node, 1);
      pass(List.of(node), Duration.ofSeconds(1));
    }
    assertThat(asked).isBetween(1, 12);
    assertThat(counters.asked).hasSize(asked);
  }

  @Test
  void sessions_are_counted_by_their_node_alone() {
    RedisRateLimits node = node();
    IntStream.range(0, 500).forEach(i -> node.take(Kind.SESSION, "s"));
    node.tick();
    assertThat(counters.asked).isEmpty();
  }

  @Test
  void of_very_many_busy_names_the_busiest_are_told_first() {
    RedisRateLimits node = node();
    for (int person = 0; person < 1_000; person++) {
      for (int i = 0; i < 10 + person / 50; i++) {
        node.take(Kind.USER, "p" + person);
      }
    }
    node.tick();
    assertThat(counters.asked.getFirst()).hasSize(250).allMatch(count -> count.amount() >= 25);
  }

  @Test
  void who_is_quiet_is_forgotten() {
    RedisRateLimits node = node();
    for (int i = 0; i < 10_000; i++) {
      node.take(Kind.USER, "p" + i % 1_000);
      node.take(Kind.ADDRESS, "a" + i % 1_000);
    }
    node.tick();
    assertThat(node.size()).isEqualTo(4_000);
    // 250 names at a time are told of, twice a second; then each is followed for 5 s.
    pass(List.of(node), Duration.ofSeconds(10));
    assertThat(node.size()).isZero();
  }

  private RedisRateLimits node() {
    Map<Kind, Integer> rates = Map.of(Kind.SESSION, 10, Kind.USER, RATE, Kind.ADDRESS, 100);
    return new RedisRateLimits(rates, counters, clock, clock::millis);
  }

  /** Asks every node for all that it gives, all the time. */
  private int hammer(List<RedisRateLimits> nodes, Duration time) {
    int granted = 0;
    for (long passed = 0; passed < time.toMillis(); passed += TICK) {
      for (RedisRateLimits node : nodes) {
        granted += take(node, 1_000);
      }
      step(nodes);
    }
    return granted;
  }

  private void pass(List<RedisRateLimits> nodes, Duration time) {
    for (long passed = 0; passed < time.toMillis(); passed += TICK) {
      step(nodes);
    }
  }

  private void step(List<RedisRateLimits> nodes) {
    clock.pass(Duration.ofMillis(TICK));
    if (clock.millis() % TELL == 0) {
      nodes.forEach(RedisRateLimits::tick);
    }
  }

  private static int take(RedisRateLimits node, int most) {
    int granted = 0;
    while (granted < most && node.take(Kind.USER, "ana") == 0) {
      granted++;
    }
    return granted;
  }
}
