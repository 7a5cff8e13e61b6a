package io.tertulia.session.rights;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.heart.HeartNode;
import io.tertulia.heart.Person;
import io.tertulia.protocol.Body;
import io.tertulia.protocol.CloseCode;
import io.tertulia.protocol.Command;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.Links;
import io.tertulia.room.Identity;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Access.Action;
import io.tertulia.room.access.Access.OfAll;
import io.tertulia.room.access.Access.OfRoom;
import io.tertulia.room.access.Access.OfUser;
import io.tertulia.room.access.Principal;
import io.tertulia.session.operations.RoomOperations;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody may do, where access takes its time and changes its mind. */
class RightsTest {
  private static final Command.Hello HELLO = new Command.Hello(0, null, null, "Eve", List.of());

  private final HeartNode node = new HeartNode();
  private Person ana;
  private Person bob;

  @BeforeEach
  void enter() {
    ana = node.guest("Ana");
    bob = node.guest("Bob", 1);
    for (Person person : List.of(ana, bob)) {
      person.joins("plaza");
      person.joins("patio");
    }
    node.pass(Duration.ofSeconds(1));
    ana.heard();
    bob.heard();
  }

  @Test
  void what_waits_for_its_right_is_done_in_order_with_what_is_behind_it() {
    node.access.hold();
    say(1, "plaza");
    say(2, "patio");
    ana.sends("{'type':'ping','id':3}");
    ana.sends("{'type':'leave','id':4,'room':'plaza'}");
    say(5, "plaza");
    assertThat(ana.heard()).isEmpty();
    assertThat(ana.session().isQuiet()).isFalse();
    assertThat(node.access.underWay()).isEqualTo(1);
    node.access.release();
    node.settle();
    assertThat(answers()).containsExactly("ack#1 1", "ack#2 1", "pong#3", "ack#4", "error#5 121");
    assertThat(ana.session().isQuiet()).isTrue();
  }

  @Test
  void a_hello_that_is_looked_at_holds_back_what_is_said_behind_it() {
    node.access.hold();
    Person eve = node.stranger();
    eve.sendsAndLeaves("{'type':'hello','id':1,'name':'Eve','rooms':{'plaza':null,'cine':null}}");
    eve.sendsAndLeaves("{'type':'say','id':2,'room':'cine','text':'hola'}");
    node.settle();
    assertThat(eve.heard()).isEmpty();
    node.access.answer();
    node.settle();
    assertThat(eve.heard()).containsExactly("welcome#1");
    node.access.release();
    node.settle();
    assertThat(eve.heard()).containsSubsequence("joined@1 cine 0..0", "ack#2 1");
  }

  @Test
  void a_client_without_hello_waits_at_the_door() {
    node.access.hold();
    Person eve = node.stranger();
    eve.session().enter(HELLO, new RoomId("plaza"));
    eve.receives(new Command.Say(0, "plaza", null, new Body.Text("hola"), Links.NONE));
    assertThat(eve.heard()).isEmpty();
    node.access.release();
    node.settle();
    assertThat(eve.heard()).containsSubsequence("welcome", "ack 1");
  }

  @Test
  void a_client_without_hello_that_cannot_be_known_now_comes_back() {
    node.access.breakDown(true);
    Person eve = node.stranger();
    eve.session().enter(HELLO, new RoomId("plaza"));
    assertThat(eve.connection().closed()).isEqualTo(CloseCode.MOVED);
  }

  @Test
  void more_than_may_be_under_way_does_not_wait_either() {
    node.access.hold();
    for (int i = 1; i <= HeartNode.PENDING + 2; i++) {
      say(i, "plaza");
    }
    assertThat(ana.heard()).containsExactly("error#10 131");
    assertThat(ana.connection().isRead()).isFalse();
    node.access.release();
    node.settle();
    assertThat(answers()).hasSize(HeartNode.PENDING + 1);
    assertThat(ana.connection().isRead()).isTrue();
  }

  @Test
  void what_is_forbidden_is_refused_by_its_name() {
    node.access.forbid(Action.SAY, "plaza");
    node.access.forbid(Action.READ, "cine");
    say(1, "plaza");
    ana.sends("{'type':'typing','id':2,'room':'plaza','on':true}");
    ana.sends("{'type':'join','id':3,'room':'cine'}");
    ana.sends("{'type':'history','id':4,'room':'cine'}");
    ana.sends("{'type':'members','id':5,'room':'cine'}");
    assertThat(ana.events().stream().map(it -> it.get("message").asText()))
        .containsExactly(
            "You may not say something in this room.",
            "You may not say something in this room.",
            "You may not join this room.",
            "You may not read this room.",
            "You may not see who is in this room.");
  }

  @Test
  void what_is_not_known_now_is_refused_until_later() {
    node.access.breakDown(true);
    say(1, "plaza");
    ana.sends("{'type':'join','id':2,'room':'cine'}");
    Person eve = node.stranger();
    eve.sends("{'type':'hello','id':1}");
    assertThat(ana.heard()).containsExactly("error#1 140", "error#2 140");
    assertThat(eve.heard()).containsExactly("error#1 140");
    assertThat(eve.connection().closed()).isNull();
  }

  @Test
  void what_somebody_said_before_it_went_is_said() {
    node.access.hold();
    say(1, "plaza");
    say(2, "plaza");
    ana.session().closed();
    node.access.release();
    node.settle();
    assertThat(bob.heard()).filteredOn(it -> it.startsWith("message")).hasSize(2);
    node.pass(Duration.ofSeconds(5));
    assertThat(node.presence.count(new RoomId("plaza"))).isEqualTo(1);
  }

  @Test
  void what_was_given_up_is_not_said_any_more() {
    node.access.hold();
    say(1, "plaza");
    say(2, "plaza");
    ana.sends("{'type':'hello','id':3,'rooms':{'cine':null}}");
    ana.session().giveUp(CloseCode.SERVICE_RESTART);
    assertThat(ana.heard()).containsExactly("error#1 141", "error#2 141", "error#3 141");
    node.access.release();
    node.settle();
    assertThat(bob.heard()).noneMatch(it -> it.startsWith("message"));
  }

  @Test
  void who_may_not_read_a_room_any_more_loses_it_and_the_others_stay() {
    node.access.forbid(Action.READ, "plaza");
    node.access.tell(new OfUser(id(ana)));
    node.settle();
    assertThat(ana.events())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.get("code").asInt()).isEqualTo(113);
              assertThat(it.get("message").asText()).contains("plaza");
            });
    say(1, "plaza");
    say(2, "patio");
    assertThat(answers()).containsExactly("error#1 121", "ack#2 1");
    bob.says("plaza", "still here");
    assertThat(bob.heard()).contains("ack#9 1");
    assertThat(ana.heard()).isEmpty();
  }

  @Test
  void a_change_in_a_room_concerns_all_who_are_in_it() {
    node.access.forbid(Action.READ, "plaza");
    node.access.tell(new OfRoom(new RoomId("patio")));
    node.settle();
    assertThat(ana.heard()).isEmpty();
    node.access.tell(new OfRoom(new RoomId("plaza")));
    node.settle();
    assertThat(ana.heard()).containsExactly("error 113");
    assertThat(bob.heard()).containsExactly("error 113");
  }

  @Test
  void a_join_under_way_when_rights_changed_asks_again() {
    node.access.hold();
    ana.sends("{'type':'join','id':1,'room':'cine'}");
    node.access.forbid(Action.READ, "cine");
    node.access.tell(new OfRoom(new RoomId("cine")));
    node.settle();
    node.access.release();
    node.settle();
    assertThat(ana.heard()).containsExactly("error#1 113");
    assertThat(ana.session().isQuiet()).isTrue();
  }

  @Test
  void a_hello_under_way_when_rights_changed_asks_again_before_it_is_welcome() {
    node.access.hold();
    Person eve = node.stranger();
    eve.sendsAndLeaves("{'type':'hello','id':1,'name':'Eve','rooms':{'plaza':null}}");
    node.settle();
    node.access.shut();
    node.access.tell(new OfUser("whoever"));
    node.settle();
    node.access.answer();
    node.settle();
    assertThat(eve.heard()).isEmpty();
    node.access.release();
    node.settle();
    assertThat(eve.heard()).containsExactly("error#1 111");
    assertThat(eve.session().who()).isNull();
  }

  @Test
  void a_client_without_hello_at_the_door_when_rights_changed_is_looked_at_again() {
    node.access.hold();
    Person eve = node.stranger();
    eve.session().enter(HELLO, new RoomId("plaza"));
    node.access.shut();
    node.access.tell(new OfAll());
    node.settle();
    node.access.release();
    node.settle();
    assertThat(eve.heard()).doesNotContain("welcome");
    assertThat(eve.connection().closed()).isEqualTo(CloseCode.UNAUTHORISED);
  }

  @Test
  void a_hello_renewed_while_rights_changed_asks_again() {
    String who = id(ana);
    node.access.hold();
    ana.sends("{'type':'hello','id':1}");
    node.access.shut();
    node.access.tell(new OfUser(who));
    node.settle();
    node.access.release();
    node.settle();
    assertThat(ana.heard()).containsExactly("error#1 111");
  }

  @Test
  void who_comes_while_rights_change_faster_than_access_answers_is_not_let_in_by_an_old_answer() {
    node.access.hold();
    Person eve = node.stranger();
    eve.sendsAndLeaves("{'type':'hello','id':1,'name':'Eve'}");
    for (int i = 0; i < 10; i++) {
      node.access.tell(new OfUser("whoever"));
      node.settle();
      node.access.answer();
      node.settle();
    }
    assertThat(eve.heard()).containsExactly("error#1 140");
    node.access.release();
    eve.sends("{'type':'hello','id':2,'name':'Eve'}");
    assertThat(eve.heard()).containsExactly("welcome#2");
  }

  @Test
  void a_say_that_waits_for_its_right_when_rights_changed_asks_again() {
    String who = id(ana);
    node.access.hold();
    say(1, "plaza");
    node.access.forbid(Action.SAY, "plaza");
    node.access.tell(new OfUser(who));
    node.settle();
    node.access.release();
    node.settle();
    assertThat(ana.heard()).containsExactly("error#1 113");
    assertThat(bob.heard()).isEmpty();
  }

  @Test
  void a_join_that_waits_for_the_log_when_its_right_goes_is_refused() {
    node.log.hold();
    ana.sends("{'type':'join','id':1,'room':'cine'}");
    node.access.forbid(Action.READ, "cine");
    node.access.tell(new OfRoom(new RoomId("cine")));
    node.settle();
    assertThat(ana.heard()).containsExactly("error#1 113");
    node.log.release();
    node.settle();
    assertThat(ana.heard()).isEmpty();
  }

  @Test
  void a_right_that_came_back_before_it_was_asked_for_is_not_lost() {
    node.access.hold();
    node.access.forbid(Action.READ, "plaza");
    node.access.tell(new OfRoom(new RoomId("plaza")));
    node.settle();
    node.access.allow(Action.READ, "plaza");
    node.access.tell(new OfRoom(new RoomId("plaza")));
    node.settle();
    node.access.release();
    node.settle();
    assertThat(ana.heard()).isEmpty();
  }

  @Test
  void a_join_is_answered_though_rights_change_faster_than_access_answers() {
    node.access.hold();
    ana.sends("{'type':'join','id':3,'room':'patio2'}");
    for (int i = 0; i < 10; i++) {
      node.access.tell(new OfRoom(new RoomId("patio2")));
      node.settle();
      node.access.answer();
      node.settle();
    }
    assertThat(ana.heard()).contains("joined#3 patio2 0..0");
  }

  @Test
  void who_is_in_stays_while_access_cannot_answer_and_is_asked_for_again() {
    node.access.breakDown(true);
    node.access.forbid(Action.READ, "plaza");
    node.access.tell(new OfAll());
    node.pass(Duration.ofSeconds(3));
    assertThat(ana.heard()).isEmpty();
    node.access.breakDown(false);
    node.pass(Duration.ofSeconds(2));
    assertThat(ana.heard()).filteredOn(it -> it.startsWith("error")).containsExactly("error 113");
  }

  @Test
  void a_door_without_a_connection_waits_for_the_same_right() {
    RoomOperations operations = new RoomOperations(node.context);
    Principal eve = Principal.guest(new Identity("eve", "Eve", true));
    Command.Say say = new Command.Say(0, "plaza", null, new Body.Text("hola"), Links.NONE);
    node.access.hold();
    CompletableFuture<Event> reply = operations.write(eve, say).toCompletableFuture();
    assertThat(reply).isNotDone();
    node.access.release();
    assertThat(reply).isCompletedWithValueMatching(Event.Ack.class::isInstance);
    node.access.forbid(Action.SAY, "plaza");
    assertThat(operations.write(eve, say).toCompletableFuture())
        .isCompletedWithValueMatching(
            it -> it instanceof Event.Error no && no.code().code() == 113);
  }

  private void say(int id, String room) {
    ana.sends("{'type':'say','id':" + id + ",'room':'" + room + "','text':'hola'}");
  }

  /** What Ana was answered, without what she heard. */
  private List<String> answers() {
    return ana.heard().stream().filter(it -> it.contains("#")).toList();
  }

  private static String id(Person person) {
    person.sends("{'type':'hello','id':99}");
    return person.events().getFirst().get("you").get("id").asText();
  }
}
