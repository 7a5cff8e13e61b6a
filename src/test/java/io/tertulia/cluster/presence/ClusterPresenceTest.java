package io.tertulia.cluster.presence;

import static io.tertulia.cluster.presence.PresenceCluster.LEASE;
import static io.tertulia.cluster.presence.PresenceCluster.LEAVE;
import static io.tertulia.cluster.presence.PresenceCluster.PLAZA;
import static io.tertulia.cluster.presence.PresenceCluster.who;
import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.log.LoggedLines;
import io.tertulia.protocol.Event;
import io.tertulia.room.Identity;
import io.tertulia.room.RoomId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What nodes make of each other's members. */
class ClusterPresenceTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final PresenceCluster cluster = new PresenceCluster();
  private final PresenceCluster.Member a = cluster.node("a");
  private final PresenceCluster.Member b = cluster.node("b");

  @Test
  void a_member_of_two_nodes_counts_once_on_both() {
    a.enter("Ana", "Bob");
    b.enter("Ana", "Eva");
    cluster.pass(SECOND);
    assertThat(a.sees()).containsExactly("Ana", "Bob", "Eva");
    assertThat(b.sees()).containsExactly("Ana", "Bob", "Eva");
    a.leave("Ana");
    cluster.pass(MINUTE);
    assertThat(a.sees()).containsExactly("Ana", "Bob", "Eva");
    assertThat(a.toldToHaveLeft()).isEmpty();
    b.leave("Ana");
    cluster.pass(LEAVE.plus(SECOND));
    assertThat(a.sees()).containsExactly("Bob", "Eva");
    assertThat(a.toldToHaveLeft()).containsExactly("Ana");
    assertThat(b.toldToHaveLeft()).containsExactly("Ana");
  }

  @Test
  void who_moves_to_another_node_was_never_away() {
    a.enter("Ana");
    b.enter("Bob");
    cluster.pass(SECOND);
    a.leave("Ana");
    cluster.pass(SECOND);
    b.enter("Ana");
    cluster.pass(MINUTE);
    assertThat(a.toldToHaveLeft()).isEmpty();
    assertThat(b.toldToHaveLeft()).isEmpty();
    assertThat(b.told.stream().flatMap(event -> event.joined().stream()).map(Event.From::name))
        .containsExactlyInAnyOrder("Ana", "Bob");
  }

  @Test
  void a_stray_leave_takes_no_connection_of_another_node() {
    a.enter("Ana");
    cluster.pass(SECOND);
    b.leave("Ana");
    cluster.pass(MINUTE);
    assertThat(b.sees()).containsExactly("Ana");
  }

  @Test
  void a_new_name_reaches_the_other_nodes() {
    a.enter("Ana");
    cluster.pass(SECOND);
    Identity anna = new Identity(who("Ana").id(), "Anna", true);
    a.presence.enter(PLAZA, anna);
    a.presence.leave(PLAZA, who("Ana"));
    cluster.pass(MINUTE);
    assertThat(b.sees()).containsExactly("Anna");
    assertThat(b.presence.count(PLAZA)).isOne();
  }

  @Test
  void the_members_of_a_node_that_crashed_are_gone_within_its_lease_and_the_usual_pause() {
    a.enter("Ana");
    b.enter("Bob");
    cluster.pass(SECOND);
    b.crash();
    cluster.pass(LEASE.minus(Duration.ofSeconds(3)).plus(LEAVE));
    assertThat(a.sees()).containsExactly("Ana", "Bob");
    cluster.pass(Duration.ofSeconds(4));
    assertThat(a.sees()).containsExactly("Ana");
    assertThat(a.toldToHaveLeft()).containsExactly("Bob");
    assertThat(a.presence.size()).isOne();
  }

  @Test
  void the_members_of_a_node_that_says_goodbye_are_gone_after_the_usual_pause() {
    a.enter("Ana");
    b.enter("Bob", "Eva");
    cluster.pass(SECOND);
    b.presence.goodbye();
    b.leave("Bob", "Eva");
    cluster.pass(SECOND);
    a.enter("Eva");
    cluster.pass(LEAVE);
    assertThat(a.sees()).containsExactly("Ana", "Eva");
    cluster.pass(MINUTE);
    assertThat(a.toldToHaveLeft()).containsExactly("Bob");
  }

  @Test
  void nobody_leaves_because_redis_is_away() {
    a.enter("Ana");
    b.enter("Bob");
    cluster.pass(SECOND);
    cluster.hub.places.forEach(ChannelHub.Place::down);
    cluster.pass(MINUTE);
    a.enter("Eva");
    cluster.pass(SECOND);
    cluster.hub.places.forEach(ChannelHub.Place::up);
    cluster.pass(MINUTE);
    for (PresenceCluster.Member node : cluster.nodes) {
      assertThat(node.sees()).containsExactly("Ana", "Bob", "Eva");
      assertThat(node.toldToHaveLeft()).isEmpty();
    }
  }

  @Test
  void nobody_leaves_when_redis_is_away_and_no_probe_has_noticed() {
    a.enter("Ana");
    b.enter("Bob");
    cluster.pass(SECOND);
    cluster.hub.places.forEach(ChannelHub.Place::cutSilently);
    cluster.pass(MINUTE);
    assertThat(a.sees()).containsExactly("Ana", "Bob");
    assertThat(a.toldToHaveLeft()).isEmpty();
  }

  @Test
  void a_node_that_was_cut_off_is_taken_for_dead_and_comes_back_whole() {
    a.enter("Ana");
    b.enter("Bob");
    cluster.pass(SECOND);
    b.place.down();
    cluster.pass(MINUTE);
    assertThat(a.sees()).containsExactly("Ana");
    assertThat(b.sees()).containsExactly("Ana", "Bob");
    b.place.up();
    cluster.pass(SECOND.multipliedBy(2));
    assertThat(a.sees()).containsExactly("Ana", "Bob");
    assertThat(b.toldToHaveLeft()).isEmpty();
  }

  @Test
  void a_process_that_was_stopped_for_a_minute_takes_nobody_for_dead() {
    a.enter("Ana");
    b.enter("Bob");
    cluster.pass(SECOND);
    b.stopped = true;
    cluster.pass(MINUTE);
    assertThat(a.sees()).containsExactly("Ana");
    b.stopped = false;
    cluster.pass(MINUTE);
    assertThat(b.toldToHaveLeft()).isEmpty();
    assertThat(a.sees()).containsExactly("Ana", "Bob");
  }

  @Test
  void what_was_lost_is_noticed_and_asked_for() {
    cluster.pass(SECOND);
    cluster.hub.loses = (to, message) -> to == b.place;
    a.enter("Ana", "Bob");
    cluster.pass(Duration.ofMillis(300));
    cluster.hub.loses = (to, message) -> false;
    assertThat(b.sees()).isEmpty();
    cluster.pass(SECOND.multipliedBy(3));
    assertThat(b.sees()).containsExactly("Ana", "Bob");
    assertThat(carried("ask")).isOne();
    assertThat(carried("snapshot")).isOne();
  }

  @Test
  void one_asks_where_many_have_missed_the_same() {
    IntStream.range(0, 8).forEach(i -> cluster.node("n" + i));
    cluster.pass(SECOND.multipliedBy(3));
    cluster.hub.loses = (to, message) -> to != a.place && isA("diff", message);
    a.enter("Ana");
    cluster.pass(SECOND);
    cluster.hub.loses = (to, message) -> false;
    cluster.pass(SECOND.multipliedBy(3));
    assertThat(cluster.nodes).allSatisfy(node -> assertThat(node.sees()).containsExactly("Ana"));
    assertThat(carried("ask")).isLessThan(8);
    assertThat(carried("snapshot")).isOne();
  }

  @Test
  void a_node_that_starts_knows_everybody_soon() {
    a.enter("Ana");
    b.enter("Bob");
    cluster.pass(MINUTE);
    PresenceCluster.Member late = cluster.node("late");
    cluster.pass(SECOND.multipliedBy(2));
    assertThat(late.sees()).containsExactly("Ana", "Bob");
  }

  @Test
  void a_node_that_starts_again_is_not_taken_for_the_one_it_was() {
    b.enter("Bob");
    cluster.pass(SECOND);
    b.enter("Eva");
    cluster.pass(SECOND);
    b.crash();
    PresenceCluster.Member again = cluster.node("b");
    again.enter("Leo");
    cluster.pass(SECOND.multipliedBy(2));
    assertThat(a.sees()).containsExactly("Bob", "Eva", "Leo");
    cluster.pass(MINUTE);
    assertThat(a.sees()).containsExactly("Leo");
  }

  @Test
  void two_nodes_of_one_name_do_not_take_each_others_members() {
    PresenceCluster.Member twin = cluster.node("a");
    a.enter("Ana");
    twin.enter("Bob");
    cluster.pass(MINUTE);
    assertThat(cluster.nodes)
        .allSatisfy(node -> assertThat(node.sees()).containsExactly("Ana", "Bob"));
  }

  @Test
  void more_than_200_over_all_nodes_are_told_as_a_count() {
    IntStream.range(0, 150).forEach(i -> a.enter("a" + i));
    IntStream.range(0, 51).forEach(i -> b.enter("b" + i));
    cluster.pass(SECOND);
    assertThat(a.told).last().isEqualTo(new Event.Presence("plaza", 201, null, null));
    assertThat(b.told).last().isEqualTo(new Event.Presence("plaza", 201, null, null));
  }

  @Test
  void thousands_who_come_back_at_once_make_few_messages() {
    String[] crowd = IntStream.range(0, 5_000).mapToObj(i -> "person-" + i).toArray(String[]::new);
    a.enter(crowd);
    cluster.pass(MINUTE);
    cluster.hub.carried.clear();
    a.leave(crowd);
    cluster.pass(SECOND);
    b.enter(crowd);
    cluster.pass(Duration.ofSeconds(5));
    assertThat(b.presence.count(PLAZA)).isEqualTo(5_000);
    assertThat(a.presence.count(PLAZA)).isEqualTo(5_000);
    assertThat(carried("diff")).isLessThan(25);
    assertThat(cluster.hub.carried).hasSizeLessThan(35).allMatch(m -> m.length <= 64 * 1024);
    assertThat(a.toldToHaveLeft()).isEmpty();
  }

  @Test
  void a_large_node_is_told_of_in_pieces_and_put_together_again() {
    for (int i = 0; i < 3_000; i++) {
      a.presence.enter(new RoomId("room-" + i % 7), who("\"\\".repeat(10) + i));
    }
    cluster.pass(SECOND);
    PresenceCluster.Member late = cluster.node("late");
    cluster.pass(SECOND.multipliedBy(3));
    for (int room = 0; room < 7; room++) {
      RoomId id = new RoomId("room-" + room);
      assertThat(late.presence.count(id)).isEqualTo(a.presence.count(id)).isPositive();
    }
    assertThat(carried("snapshot")).isGreaterThan(2);
    assertThat(cluster.hub.carried).allMatch(m -> m.length <= 64 * 1024);
  }

  @Test
  void a_snapshot_that_lost_a_piece_is_not_taken_for_the_whole() {
    for (int i = 0; i < 3_000; i++) {
      a.enter("somebody-" + i);
    }
    cluster.pass(SECOND);
    PresenceCluster.Member late = cluster.node("late");
    int[] seen = {0};
    cluster.hub.loses =
        (to, message) -> to == late.place && isA("snapshot", message) && ++seen[0] == 2;
    cluster.pass(Duration.ofMillis(900));
    assertThat(seen[0]).isGreaterThan(2);
    assertThat(late.presence.count(PLAZA)).isZero();
    cluster.pass(SECOND.multipliedBy(4));
    assertThat(late.presence.count(PLAZA)).isEqualTo(3_000);
  }

  @Test
  void what_changed_while_redis_was_away_is_told_when_it_is_back_and_nobody_need_ask() {
    cluster.pass(SECOND.multipliedBy(3));
    cluster.hub.places.forEach(ChannelHub.Place::down);
    a.enter("Ana");
    cluster.pass(SECOND.multipliedBy(3));
    cluster.hub.places.forEach(ChannelHub.Place::up);
    cluster.pass(Duration.ofMillis(300));
    assertThat(b.sees()).containsExactly("Ana");
    cluster.pass(MINUTE);
    assertThat(carried("snapshot")).isZero();
  }

  @Test
  void what_is_not_understood_is_left_out() {
    a.enter("Ana");
    ChannelHub.Place stranger = cluster.hub.place();
    cluster.hub.places.remove(stranger);
    for (String nonsense :
        List.of(
            "",
            "null",
            "{}",
            "hello",
            "{\"type\":\"poke\"}",
            "{\"type\":\"beat\",\"from\":null,\"version\":1}",
            "{\"type\":\"diff\",\"from\":{\"name\":\"x\",\"incarnation\":\"1\"},\"version\":1,"
                + "\"rooms\":{\"NO ROOM\":{\"in\":[],\"out\":[]}}}",
            "{\"type\":\"diff\",\"from\":{\"name\":\"x\",\"incarnation\":\"1\"},\"version\":1,"
                + "\"rooms\":{\"plaza\":{\"in\":[null],\"out\":[]}}}",
            "{\"type\":\"diff\",\"from\":{\"name\":\"x\",\"incarnation\":\"1\"},\"version\":1,"
                + "\"rooms\":{\"plaza\":null}}")) {
      a.place.publish(nonsense.getBytes(StandardCharsets.UTF_8));
    }
    cluster.pass(SECOND);
    assertThat(b.sees()).isEqualTo(Set.of("Ana"));
    assertThat(b.presence.size()).isOne();
  }

  @Test
  void a_node_that_keeps_something_else_is_told_of_once() {
    cluster.pass(SECOND);
    assertThat(a.presence.trouble()).isNull();
    try (LoggedLines log = LoggedLines.of(ClusterPresence.class.getName())) {
      PresenceCluster.Member other = cluster.node("other", "less");
      cluster.pass(MINUTE);
      assertThat(a.presence.trouble()).contains("\"other\"", "(less)", "(as many)");
      assertThat(other.presence.trouble()).contains("(less)", "(as many)");
      assertThat(log.lines("%p %s")).hasSize(3).allMatch(line -> line.startsWith("WARN"));
      other.crash();
      cluster.pass(MINUTE);
      assertThat(a.presence.trouble()).isNull();
    }
  }

  @Test
  void who_comes_does_not_wait_until_a_node_has_spoken() throws Exception {
    Thread[] comes = new Thread[1];
    cluster.hub.loses =
        (to, message) -> {
          if (comes[0] == null) {
            comes[0] = Thread.ofPlatform().start(() -> a.enter("Eva"));
            try {
              comes[0].join(5_000);
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          }
          return false;
        };
    a.enter("Ana");
    a.presence.tick();
    assertThat(comes[0].getState()).isEqualTo(Thread.State.TERMINATED);
    assertThat(a.sees()).containsExactly("Ana", "Eva");
  }

  @Test
  void who_left_and_who_crashed_leave_nothing_behind() {
    Random random = new Random(3);
    cluster.pass(SECOND);
    cluster.hub.places.forEach(ChannelHub.Place::down);
    for (int i = 0; i < 1_000; i++) {
      a.enter("p" + i);
      a.leave("p" + i);
    }
    assertThat(a.presence.size()).isZero();
    cluster.hub.places.forEach(ChannelHub.Place::up);
    for (int i = 0; i < 1_000; i++) {
      RoomId room = new RoomId("r" + random.nextInt(50));
      a.presence.enter(room, who("p" + i));
      cluster.pass(Duration.ofMillis(random.nextInt(200)));
      a.presence.leave(room, who("p" + i));
    }
    cluster.pass(SECOND);
    assertThat(a.presence.size()).isZero();
    assertThat(b.presence.size()).isZero();
  }

  private long carried(String type) {
    return cluster.hub.carried.stream().filter(message -> isA(type, message)).count();
  }

  private static boolean isA(String type, byte[] message) {
    return new String(message, StandardCharsets.UTF_8).startsWith("{\"type\":\"" + type + "\"");
  }
}
