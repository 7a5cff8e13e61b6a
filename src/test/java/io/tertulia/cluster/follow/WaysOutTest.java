package io.tertulia.cluster.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.cluster.log.LogServer.Unanswered;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.room.MessageLog.Appended;
import io.tertulia.room.MessageLog.Refused;
import io.tertulia.room.MessageLog.Stored;
import io.tertulia.room.RoomId;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Every state of a room and of a say is left again, whatever the log answers or does not. */
class WaysOutTest {
  private static final RoomId ROOM = new RoomId("plaza");
  private static final Unanswered UNSENT = new Unanswered(false, "too much waits for Redis");
  private static final Unanswered SENT = new Unanswered(true, "no answer in time");
  private static final long RELEASE = 1_100;

  private final ManualRedis redis = new ManualRedis();
  private final ManualNode node = new ManualNode(redis);

  @Test
  void a_room_that_was_left_while_redis_was_away_takes_what_is_said_again() {
    join();
    node.followers.away();
    redis.failWith(UNSENT);
    node.bus.unsubscribe(ROOM);
    redis.pass(RELEASE);
    redis.failWith(null);
    node.followers.up();
    redis.pass(2_000);
    assertThat(stored(node.say(ROOM, "a"))).isTrue();
  }

  @Test
  void a_room_that_was_left_while_the_log_was_asked_in_vain_takes_what_is_said_again() {
    join();
    node.bus.unsubscribe(ROOM);
    redis.pass(RELEASE - 105);
    redis.failWith(UNSENT);
    node.redis.hearAgain();
    node.followers.of(ROOM).reconcile();
    redis.pass(RELEASE);
    redis.failWith(null);
    redis.pass(2_000);
    assertThat(stored(node.say(ROOM, "a"))).isTrue();
  }

  @Test
  void a_room_is_forgotten_when_nothing_of_it_is_of_interest() {
    join();
    node.followers.away();
    redis.failWith(UNSENT);
    node.bus.unsubscribe(ROOM);
    redis.pass(RELEASE);
    redis.failWith(null);
    node.followers.up();
    redis.pass(3_000);
    assertThat(node.followers.find(ROOM)).isNull();
  }

  @Test
  void a_room_is_not_forgotten_under_a_say_that_rests_between_two_tries() {
    redis.pass(980);
    redis.failWith(UNSENT);
    CompletableFuture<Appended> say = node.say(ROOM, "a");
    redis.pass(15);
    redis.failWith(null);
    assertThat(stored(say)).isTrue();
    redis.pass(2_000);
    redis.wipe();
    redis.pass(3_000);
    assertThat(redis.mids(ROOM)).as("put back by who acknowledged it").containsExactly("a");
  }

  @Test
  void what_a_member_could_not_take_is_told_again_and_holds_nothing_up() {
    join();
    node.indigestible = 1;
    assertThat(stored(node.say(ROOM, "a"))).isTrue();
    redis.pass(3_000);
    assertThat(node.told).containsExactly("plaza a");
    assertThat(stored(node.say(ROOM, "b"))).isTrue();
  }

  @Test
  void a_hole_that_could_not_be_read_is_read_with_the_next_check() {
    join();
    redis.hearAgain();
    redis.failWith(UNSENT);
    redis.pass(1_500);
    redis.failWith(null);
    assertThat(stored(node.say(ROOM, "a"))).isTrue();
    redis.pass(2_000);
    assertThat(node.told).containsExactly("plaza a");
  }

  @Test
  void a_join_that_redis_does_not_confirm_in_time_fails_and_the_next_one_passes() {
    redis.failWith(SENT);
    CompletableFuture<Void> late = node.join(ROOM);
    redis.pass(2_100);
    assertThat(late).isCompletedExceptionally();
    redis.failWith(null);
    CompletableFuture<Void> next = node.join(ROOM);
    redis.pass(2_000);
    assertThat(next).isCompleted();
  }

  @Test
  void a_say_that_was_never_sent_is_sent_when_it_can_be() {
    redis.failWith(UNSENT);
    CompletableFuture<Appended> say = node.say(ROOM, "a");
    redis.pass(1_000);
    redis.failWith(null);
    assertThat(stored(say)).isTrue();
  }

  @Test
  void a_say_that_was_never_sent_is_refused_as_surely_not_stored() {
    redis.failWith(UNSENT);
    assertThat(code(node.say(ROOM, "a"))).isEqualTo(ErrorCode.UNAVAILABLE);
  }

  @Test
  void a_say_that_was_sent_and_not_answered_is_tried_once_more_and_then_told_to_be_unknown() {
    redis.failWith(SENT);
    CompletableFuture<Appended> say = node.say(ROOM, "a");
    redis.pass(200);
    assertThat(say).isDone();
    assertThat(code(say)).isEqualTo(ErrorCode.UNKNOWN_OUTCOME);
  }

  @Test
  void tries_that_never_went_out_do_not_use_up_the_one_more() {
    redis.failWith(UNSENT);
    CompletableFuture<Appended> say = node.say(ROOM, "a");
    redis.pass(200);
    redis.failWith(SENT);
    redis.pass(51);
    redis.failWith(null);
    assertThat(stored(say)).isTrue();
  }

  @Test
  void a_say_whose_attempt_may_be_stored_is_unknown_though_later_ones_never_went_out() {
    redis.failWith(SENT);
    CompletableFuture<Appended> say = node.say(ROOM, "a");
    redis.pass(10);
    redis.failWith(UNSENT);
    assertThat(code(say)).isEqualTo(ErrorCode.UNKNOWN_OUTCOME);
  }

  private void join() {
    CompletableFuture<Void> join = node.join(ROOM);
    redis.pass(500);
    assertThat(join).isCompleted();
  }

  private boolean stored(CompletableFuture<Appended> say) {
    redis.pass(2_100);
    assertThat(say).isDone();
    return say.join() instanceof Stored;
  }

  private ErrorCode code(CompletableFuture<Appended> say) {
    redis.pass(2_100);
    assertThat(say).isDone();
    return ((Refused) say.join()).code();
  }
}
