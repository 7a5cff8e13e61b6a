package io.tertulia.session.mine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.heart.HeartNode;
import io.tertulia.heart.Person;
import io.tertulia.room.RoomId;
import io.tertulia.room.mine.Change;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody is told who is not in its rooms. */
class WatchTest {
  private final House house = new House();
  private final Person ana = house.user("ana");
  private final Person bo = house.user("bo", 1);

  @BeforeEach
  void follow() {
    house.areIn("plaza", bo);
    ana.sends("{'type':'follow','id':5,'room':'plaza','on':true}");
    ana.heard();
  }

  private void watches(Person person) {
    person.sends("{'type':'inbox','id':6,'watch':true}");
    house.passes();
    person.heard();
  }

  private void second() {
    house.node.pass(Duration.ofMillis(1_250));
  }

  @Test
  void what_becomes_new_is_told_at_most_once_a_second_with_the_newest_message() {
    Person phone = house.user("ana", 1);
    watches(ana);
    watches(phone);
    bo.says("plaza", "one");
    bo.sends("{'type':'say','id':9,'room':'plaza','text':'two','mentions':['ana']}");
    bo.says("plaza", "three");
    second();
    JsonNode told = ana.events().getFirst();
    assertThat(told.path("type").asText()).isEqualTo("activity");
    assertThat(told.path("seq").asLong()).isEqualTo(3);
    assertThat(told.path("n").asLong()).isEqualTo(3);
    assertThat(told.path("mention").asBoolean()).isTrue();
    assertThat(told.at("/last/text").asText()).isEqualTo("three");
    assertThat(phone.heard()).containsExactly("activity plaza 3 mention");
    bo.says("plaza", "four");
    bo.says("plaza", "five");
    second();
    second();
    assertThat(phone.heard()).containsExactly("activity plaza 5");
  }

  @Test
  void who_does_not_watch_is_told_nothing_and_who_stops_nothing_more() {
    bo.says("plaza", "one");
    second();
    assertThat(ana.heard()).isEmpty();
    watches(ana);
    ana.sends("{'type':'inbox','id':6,'watch':false}");
    ana.heard();
    bo.says("plaza", "two");
    second();
    assertThat(ana.heard()).isEmpty();
    assertThat(house.node.rooms.size()).as("only bo is in a room").isEqualTo(1);
  }

  @Test
  void who_goes_is_heard_of_nowhere() {
    house.areIn("patio", bo);
    ana.sends("{'type':'follow','id':5,'room':'patio','on':true}");
    watches(ana);
    bo.session().closed();
    house.node.settle();
    assertThat(house.node.rooms.size()).isEqualTo(2);
    ana.session().closed();
    house.node.settle();
    assertThat(house.node.rooms.size()).isZero();
  }

  @Test
  void rooms_that_come_and_go_are_told_on_all_that_watch() {
    Person phone = house.user("ana", 1);
    watches(ana);
    watches(phone);
    house.areIn("patio", bo);
    ana.sends("{'type':'follow','id':5,'room':'patio','on':true}");
    assertThat(ana.heard()).containsExactlyInAnyOrder("ack#5", "inbox patio 0 0");
    assertThat(phone.heard()).containsExactly("inbox patio 0 0");
    bo.says("patio", "one");
    second();
    assertThat(phone.heard()).containsExactly("activity patio 1");
    ana.sends("{'type':'follow','id':5,'room':'patio','on':false}");
    assertThat(phone.heard()).containsExactly("inbox -patio");
    bo.says("patio", "two");
    second();
    assertThat(phone.heard()).isEmpty();
  }

  @Test
  void who_writes_directly_comes_up_on_the_list() {
    watches(ana);
    bo.sends("{'type':'dm','id':5,'user':'ana'}");
    String room = HeartNode.DIRECT.of("ana", "bo").value();
    house.passes();
    assertThat(ana.heard()).contains("inbox " + room + " 0 0");
    house.areIn(room, bo);
    bo.says(room, "hola");
    second();
    assertThat(ana.heard()).last().asString().startsWith("activity " + room);
  }

  @Test
  void who_is_banned_is_told_that_the_room_is_gone_and_nothing_of_what_came_after() {
    bo.sends("{'type':'room','id':2,'room':'team','read':'members'}");
    bo.sends("{'type':'grant','id':3,'room':'team','user':'ana','role':'member'}");
    house.areIn("team", bo);
    watches(ana);
    bo.sends("{'type':'ban','id':4,'room':'team','user':'ana'}");
    bo.says("team", "secret");
    second();
    assertThat(ana.events())
        .allSatisfy(event -> assertThat(event.toString()).doesNotContain("secret"))
        .last()
        .satisfies(event -> assertThat(event.path("gone").path(0).asText()).isEqualTo("team"));
    bo.says("team", "more");
    second();
    assertThat(ana.heard()).isEmpty();
  }

  @Test
  void a_slow_reader_is_told_later_and_then_what_is_right() {
    watches(ana);
    ana.connection().stick();
    for (int i = 0; i < 5; i++) {
      bo.says("plaza", "x".repeat(700));
      second();
    }
    long before = ana.connection().queuedBytes();
    bo.says("plaza", "last");
    second();
    assertThat(ana.connection().queuedBytes()).as("nothing is put behind").isEqualTo(before);
    ana.connection().unstick();
    ana.session().writable();
    second();
    assertThat(ana.heard()).last().isEqualTo("activity plaza 6");
  }

  @Test
  void what_was_deleted_within_the_second_is_not_shown() {
    watches(ana);
    bo.sends("{'type':'say','id':9,'room':'plaza','key':'k','text':'oops'}");
    String mid = mid(bo);
    bo.sends("{'type':'delete','id':10,'room':'plaza','mid':'" + mid + "'}");
    second();
    JsonNode told = ana.events().getFirst();
    assertThat(told.path("seq").asLong()).isEqualTo(2);
    assertThat(told.path("n").asLong()).isEqualTo(1);
    assertThat(told.has("last")).isFalse();
  }

  private static String mid(Person person) {
    return person.events().stream()
        .filter(event -> event.has("mid"))
        .findFirst()
        .orElseThrow()
        .path("mid")
        .asText();
  }

  @Test
  void one_client_watches_as_many_rooms_as_it_may_be_in() {
    for (int i = 0; i < 30; i++) {
      house
          .node
          .lists
          .rooms()
          .change("ana", new RoomId("room-" + i), new Change.Follow(null, null));
    }
    ana.sends("{'type':'inbox','id':6,'watch':true}");
    JsonNode list = ana.events().getFirst();
    assertThat(list.path("rooms").size()).isEqualTo(31);
    assertThat(list.path("watched").asInt()).isEqualTo(HeartNode.LIMITS.rooms());
  }

  @Test
  void a_mention_by_who_is_blocked_is_none() {
    watches(ana);
    ana.sends("{'type':'block','id':5,'user':'bo','on':true}");
    bo.sends("{'type':'say','id':9,'room':'plaza','text':'x','mentions':['ana']}");
    second();
    assertThat(ana.heard()).containsExactly("ack#5", "activity plaza 1");
  }
}
