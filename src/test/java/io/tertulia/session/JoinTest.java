package io.tertulia.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.heart.HeartNode;
import io.tertulia.heart.Person;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Coming into a room and going, whatever happens meanwhile. */
class JoinTest {
  private final HeartNode node = new HeartNode();

  @Test
  void a_member_hears_what_is_said_and_its_own_words_by_the_same_road() {
    Person ana = node.guest("Ana");
    Person bob = node.guest("Bob", 1);
    ana.joins("plaza");
    bob.joins("plaza");
    ana.says("plaza", "hola");
    assertThat(ana.heard())
        .containsExactly("joined#7 plaza 0..0", "ack#9 1", "message plaza 1 hola");
    assertThat(bob.heard()).containsExactly("joined#7 plaza 0..0", "message plaza 1 hola");
  }

  @Test
  void who_speaks_while_the_join_is_under_way_hears_it_too() {
    Person ana = node.guest("Ana");
    node.bus.hold();
    ana.joins("plaza");
    ana.says("plaza", "hola");
    ana.says("plaza", "otra");
    assertThat(ana.heard()).isEmpty();
    node.bus.release();
    node.settle();
    assertThat(ana.heard())
        .containsExactly(
            "joined#7 plaza 0..0",
            "ack#9 1",
            "ack#9 2",
            "message plaza 1 hola",
            "message plaza 2 otra");
  }

  @Test
  void what_waits_for_a_join_that_comes_to_nothing_is_refused() {
    Person ana = node.guest("Ana");
    node.bus.hold();
    ana.joins("plaza");
    ana.says("plaza", "hola");
    ana.sends("{'type':'leave','id':8,'room':'plaza'}");
    assertThat(ana.heard()).containsExactly("error#7 121", "error#9 121", "ack#8");
    node.bus.release();
    node.settle();
    assertThat(ana.heard()).isEmpty();
  }

  @Test
  void an_ack_names_the_number_and_mid_that_everybody_sees() {
    Person ana = node.guest("Ana");
    ana.joins("plaza");
    ana.heard();
    ana.sends("{'type':'say','id':3,'room':'plaza','key':'k','text':'hola'}");
    var events = ana.events();
    assertThat(events.getFirst().path("mid")).isEqualTo(events.getLast().path("mid"));
    assertThat(events.getFirst().path("seq")).isEqualTo(events.getLast().path("seq"));
  }

  @Test
  void a_repeated_key_is_acked_with_the_same_number_and_heard_once() {
    Person ana = node.guest("Ana");
    ana.joins("plaza");
    ana.heard();
    ana.sends("{'type':'say','id':3,'room':'plaza','key':'k','text':'hola'}");
    ana.sends("{'type':'say','id':4,'room':'plaza','key':'k','text':'other words'}");
    assertThat(ana.heard()).containsExactly("ack#3 1", "message plaza 1 hola", "ack#4 1 dup");
  }

  /** One message is said after so many steps of a join that has five. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
  void a_message_said_at_any_moment_of_a_join_is_heard_once_and_in_order(int moment) {
    Person ana = node.guest("Ana");
    ana.joins("plaza");
    ana.says("plaza", "uno");
    Person bob = node.guest("Bob", 1);
    String start = ana.events().getFirst().path("from").asText();
    holdAll();
    bob.sendsAndLeaves("{'type':'join','id':7,'room':'plaza','since':'" + start + "'}");
    List<Runnable> steps =
        List.of(
            node.bus::arrive,
            node.log::arrive,
            node.log::answer,
            node.loops.getLast()::runOne,
            node.loops.getLast()::runOne);
    for (int step = 0; step <= steps.size(); step++) {
      if (step == moment) {
        sayByTheWay(ana);
      }
      if (step < steps.size()) {
        steps.get(step).run();
      }
    }
    releaseAll();
    ana.says("plaza", "tres");
    List<String> heard = new ArrayList<>(bob.heard());
    assertThat(heard.removeFirst()).startsWith("joined#7 plaza 0..");
    List<String> all = moment > 5 ? List.of("uno", "tres") : List.of("uno", "dos", "tres");
    List<String> right = new ArrayList<>();
    all.forEach(text -> right.add("message plaza " + (right.size() + 1) + " " + text));
    assertThat(heard).isEqualTo(right);
  }

  @Test
  void a_bus_that_tells_late_what_the_join_has_read_repeats_nothing() {
    Person ana = node.guest("Ana");
    ana.joins("plaza");
    Person bob = node.guest("Bob");
    bob.joins("plaza");
    bob.heard();
    node.bus.hold();
    ana.says("plaza", "uno");
    bob.sends("{'type':'leave','id':8,'room':'plaza'}");
    bob.joins("plaza");
    node.bus.release();
    node.settle();
    ana.says("plaza", "dos");
    assertThat(bob.heard()).containsExactly("ack#8", "joined#7 plaza 1..1", "message plaza 2 dos");
  }

  @Test
  void joining_twice_gives_the_same_answer_and_doubles_nothing() {
    Person ana = node.guest("Ana");
    ana.joins("plaza");
    ana.says("plaza", "uno");
    ana.joins("plaza");
    ana.says("plaza", "dos");
    assertThat(ana.heard())
        .containsExactly(
            "joined#7 plaza 0..0",
            "ack#9 1",
            "message plaza 1 uno",
            "joined#7 plaza 1..1",
            "ack#9 2",
            "message plaza 2 dos");
    assertThat(node.presence.count(new io.tertulia.room.RoomId("plaza"))).isEqualTo(1);
  }

  @Test
  void joining_twice_before_the_first_is_answered_answers_both() {
    Person ana = node.guest("Ana");
    node.log.hold();
    ana.sends("{'type':'join','id':1,'room':'plaza'}\n{'type':'join','id':2,'room':'plaza'}");
    assertThat(ana.heard()).isEmpty();
    node.log.release();
    node.settle();
    assertThat(ana.heard()).containsExactly("joined#1 plaza 0..0", "joined#2 plaza 0..0");
  }

  @Test
  void leaving_twice_and_leaving_where_one_never_was_is_fine() {
    Person ana = node.guest("Ana");
    ana.joins("plaza");
    ana.heard();
    ana.sends("{'type':'leave','id':1,'room':'plaza'}\n{'type':'leave','id':2,'room':'plaza'}");
    ana.sends("{'type':'leave','id':3,'room':'nowhere'}");
    assertThat(ana.heard()).containsExactly("ack#1", "ack#2", "ack#3");
    assertThat(node.rooms.size()).isZero();
  }

  @Test
  void who_left_hears_no_more_and_may_not_speak() {
    Person ana = node.guest("Ana");
    Person bob = node.guest("Bob");
    ana.joins("plaza");
    bob.joins("plaza");
    bob.heard();
    bob.sends("{'type':'leave','id':1,'room':'plaza'}");
    ana.says("plaza", "hola");
    bob.says("plaza", "hola");
    assertThat(bob.heard()).containsExactly("ack#1", "error#9 121");
  }

  @Test
  void a_join_that_is_overtaken_by_a_leave_is_answered_too() {
    Person ana = node.guest("Ana");
    node.log.hold();
    ana.sends("{'type':'join','id':1,'room':'plaza'}\n{'type':'leave','id':2,'room':'plaza'}");
    node.log.release();
    node.settle();
    assertThat(ana.heard()).containsExactly("error#1 121", "ack#2");
    assertThat(node.rooms.size()).isZero();
    assertThat(node.presence.count(new io.tertulia.room.RoomId("plaza"))).isZero();
  }

  @Test
  void a_join_after_a_leave_stands_though_the_first_join_is_still_under_way() {
    Person ana = node.guest("Ana");
    node.log.hold();
    ana.sends("{'type':'join','id':1,'room':'plaza'}\n{'type':'leave','id':2,'room':'plaza'}");
    ana.sends("{'type':'join','id':3,'room':'plaza'}");
    node.log.release();
    node.settle();
    ana.says("plaza", "hola");
    assertThat(ana.heard())
        .containsExactly(
            "error#1 121", "ack#2", "joined#3 plaza 0..0", "ack#9 1", "message plaza 1 hola");
  }

  @Test
  void a_connection_that_goes_during_a_join_leaves_nothing_behind() {
    Person ana = node.guest("Ana");
    node.log.hold();
    ana.sends("{'type':'join','id':1,'room':'plaza'}");
    ana.session().closed();
    node.log.release();
    node.settle();
    assertThat(ana.heard()).isEmpty();
    assertThat(node.rooms.size()).isZero();
    assertThat(node.presence.count(new io.tertulia.room.RoomId("plaza"))).isZero();
  }

  @Test
  void no_more_rooms_than_allowed_and_again_one_after_a_leave() {
    Person ana = node.guest("Ana");
    for (int i = 0; i < HeartNode.LIMITS.rooms(); i++) {
      ana.joins("room-" + i);
    }
    ana.heard();
    ana.joins("one-more");
    ana.joins("room-0");
    ana.sends("{'type':'leave','id':1,'room':'room-1'}");
    ana.joins("one-more");
    assertThat(ana.heard())
        .containsExactly("error#7 122", "joined#7 room-0 0..0", "ack#1", "joined#7 one-more 0..0");
  }

  private void holdAll() {
    node.bus.hold();
    node.log.hold();
  }

  private void releaseAll() {
    node.bus.release();
    node.log.release();
    node.bus.release();
    node.settle();
  }

  /** Stored at once, told by the bus when its turn comes. */
  private void sayByTheWay(Person ana) {
    ana.sendsAndLeaves("{'type':'say','id':9,'room':'plaza','text':'dos'}");
    node.log.arrive();
  }
}
