package io.tertulia.cluster.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.cluster.limits.SharedCounters.Mood;
import io.tertulia.heart.ManualClock;
import io.tertulia.room.RateLimits.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whoever asked for whatever, and whatever Redis did: who is quiet is forgotten by every node. */
class GivenBackProperty {
  private static final Duration DEBT = Duration.ofMinutes(2);

  record Step(Kind kind, int name, int permits, int node, Mood mood, int millis) {}

  @Property(tries = 500)
  void in_the_end_nothing_is_remembered_and_everybody_may_take_everything(
      @ForAll("steps") List<Step> steps) {
    ManualClock clock = new ManualClock();
    SharedCounters counters = new SharedCounters();
    Map<Kind, Integer> rates = Map.of(Kind.SESSION, 5, Kind.USER, 10, Kind.ADDRESS, 20);
    List<RedisRateLimits> nodes =
        List.of(
            new RedisRateLimits(rates, counters, clock, clock::millis),
            new RedisRateLimits(rates, counters, clock, clock::millis));
    for (Step step : steps) {
      counters.mood = step.mood;
      RedisRateLimits node = nodes.get(step.node);
      for (int i = 0; i < step.permits; i++) {
        node.take(step.kind, "n" + step.name);
      }
      clock.pass(Duration.ofMillis(step.millis));
      node.tick();
      if (step.mood == Mood.ANSWERS) {
        counters.answer();
      }
    }
    counters.answer();
    clock.pass(DEBT);
    for (RedisRateLimits node : nodes) {
      node.tick();
      counters.answer();
      // What was not told before is told now; then the name is quiet.
      clock.pass(Duration.ofSeconds(6));
      node.tick();
      assertThat(node.size()).isZero();
      for (Kind kind : Kind.values()) {
        for (int i = 0; i < 2 * rates.get(kind); i++) {
          assertThat(node.take(kind, "n0")).isZero();
        }
      }
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.of(Kind.class),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(0, 60),
            Arbitraries.integers().between(0, 1),
            Arbitraries.of(Mood.class),
            Arbitraries.integers().between(0, 5_000))
        .as(Step::new)
        .list()
        .ofMaxSize(40);
  }
}
