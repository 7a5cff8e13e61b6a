package io.tertulia.cluster.redis.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.cluster.log.LogWorld;
import io.tertulia.cluster.log.model.ModelWorld;
import io.tertulia.redis.NodeRights;
import io.tertulia.redis.RedisBinary;
import io.tertulia.redis.RedisServer;
import io.tertulia.room.RoomId;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is asked of it and happens to it, a real Redis answers what the model answers. */
class SameAnswersProperty {
  private static final RoomId ROOM = new RoomId("plaza");
  private static Vertx vertx;
  private static RedisServer redis;

  enum Act {
    SAY,
    SAY_AGAIN,
    REPLY,
    TOO_LATE,
    REPAIR,
    READ,
    PROMOTE,
    MANY_MASTERS,
    WIPE,
    REMEMBER,
    REWIND,
    FILL,
    DRAIN,
    DEMOTE
  }

  /**
   * @param which one of the entries seen so far, or of the mids
   * @param known where the caller says that it is: none, somewhere seen, above it, a stranger
   */
  record Step(Act act, int which, int known) {}

  @BeforeContainer
  static void startRedis() {
    vertx = Vertx.vertx();
    redis = RedisServer.start(RedisBinary.EMBEDDED, NodeRights.options(RedisWorld.NAMES.prefix()));
  }

  @AfterContainer
  static void stopRedis() {
    redis.close();
    vertx.close();
  }

  @Property(tries = 150, shrinking = ShrinkingMode.BOUNDED)
  void redis_answers_what_the_model_answers(@ForAll("steps") List<Step> steps) {
    same(steps, new LogLimits(1000, Duration.ofHours(1), 1 << 24, Duration.ofMinutes(10)));
  }

  @Property(tries = 100, shrinking = ShrinkingMode.BOUNDED)
  void also_where_little_is_kept(@ForAll("steps") List<Step> steps) {
    same(steps, new LogLimits(12, Duration.ofHours(1), 1500, Duration.ofMinutes(10)));
  }

  private static void same(List<Step> steps, LogLimits limits) {
    redis.ask("FLUSHALL");
    try (LogWorld model = new ModelWorld(limits);
        LogWorld real = new RedisWorld(vertx, redis, limits)) {
      Player expected = new Player(model, ROOM);
      Player actual = new Player(real, ROOM);
      for (Step step : steps) {
        assertThat(actual.play(step)).as("%s", step).isEqualTo(expected.play(step));
        assertThat(actual.all()).as("log after %s", step).isEqualTo(expected.all());
      }
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Act> acts =
        Arbitraries.frequencyOf(
            Tuple.of(12, Arbitraries.just(Act.SAY)),
            Tuple.of(12, Arbitraries.of(Act.SAY_AGAIN, Act.REPLY, Act.REPAIR)),
            Tuple.of(4, Arbitraries.of(Act.READ, Act.TOO_LATE)),
            Tuple.of(6, Arbitraries.of(Act.PROMOTE, Act.REMEMBER, Act.REWIND)),
            Tuple.of(
                3, Arbitraries.of(Act.WIPE, Act.FILL, Act.DRAIN, Act.DEMOTE, Act.MANY_MASTERS)));
    return Combinators.combine(
            acts, Arbitraries.integers().between(0, 200), Arbitraries.integers().between(0, 12))
        .as(Step::new)
        .list()
        .ofMinSize(5)
        .ofMaxSize(60);
  }
}
