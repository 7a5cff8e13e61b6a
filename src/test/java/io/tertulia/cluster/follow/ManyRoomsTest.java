package io.tertulia.cluster.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.room.MessageLog.Appended;
import io.tertulia.room.MessageLog.Stored;
import io.tertulia.room.RoomId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node with more rooms than its link to Redis takes calls at once. */
class ManyRoomsTest {
  private static final List<RoomId> ROOMS =
      IntStream.range(0, 20_000).mapToObj(i -> new RoomId("room-" + i)).toList();
  private static final Duration ALMOST_AT_ONCE = Duration.ofSeconds(3);

  private final ManualRedis redis = new ManualRedis();
  private final ManualNode node = new ManualNode(redis);

  @BeforeEach
  void join() {
    for (int from = 0; from < ROOMS.size(); from += 1_000) {
      join(ROOMS.subList(from, from + 1_000), 200);
    }
  }

  private void join(List<RoomId> rooms, long within) {
    List<CompletableFuture<Void>> joins = rooms.stream().map(node::join).toList();
    redis.pass(within);
    assertThat(joins.stream().filter(join -> join.isDone() && !join.isCompletedExceptionally()))
        .hasSize(rooms.size());
  }

  @Test
  void so_many_more_may_be_joined_at_once() {
    List<RoomId> more =
        IntStream.range(0, ROOMS.size()).mapToObj(i -> new RoomId("more-" + i)).toList();
    join(more, 1_900);
  }

  @Test
  void all_are_compared_with_the_log_within_seconds_and_for_ever() {
    redis.pass(60_000);
    assertThat(node.followers.unchecked()).isLessThan(ALMOST_AT_ONCE);
    assertThat(redis.refused).isZero();
  }

  @Test
  void after_a_blip_what_is_said_in_each_of_them_is_stored() {
    say("before");
    redis.pass(5_000);
    node.blink(300);
    redis.pass(3_000);
    List<CompletableFuture<Appended>> says = say("after");
    redis.pass(3_000);
    assertThat(says.stream().filter(say -> say.isDone() && say.join() instanceof Stored))
        .hasSize(ROOMS.size());
    redis.pass(3_000);
    assertThat(node.told).hasSize(2 * ROOMS.size());
    assertThat(node.followers.unchecked()).isLessThan(ALMOST_AT_ONCE);
  }

  @Test
  void what_a_wiped_redis_forgot_is_put_back_into_each_of_them() {
    say("a");
    redis.pass(3_000);
    redis.wipe();
    node.blink(300);
    redis.pass(10_000);
    assertThat(ROOMS).allSatisfy(room -> assertThat(redis.mids(room)).containsExactly("a"));
    assertThat(say("b")).hasSize(ROOMS.size());
    redis.pass(3_000);
    assertThat(ROOMS).allSatisfy(room -> assertThat(redis.mids(room)).containsExactly("a", "b"));
  }

  @Test
  void a_node_that_ends_sees_that_the_log_has_all_of_them() {
    say("a");
    redis.pass(3_000);
    redis.refused = 0;
    CompletableFuture<Boolean> verified = new CompletableFuture<>();
    node.followers.verify(verified);
    redis.pass(3_000);
    assertThat(verified).isCompletedWithValue(true);
    assertThat(redis.refused).isZero();
  }

  @Test
  void those_that_are_empty_are_kept_without_asking_too_much_at_once() {
    redis.pass(200_000);
    assertThat(redis.refused).isZero();
  }

  private List<CompletableFuture<Appended>> say(String mid) {
    return ROOMS.stream().map(room -> node.say(room, mid)).toList();
  }
}
