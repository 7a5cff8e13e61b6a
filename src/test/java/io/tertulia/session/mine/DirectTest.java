package io.tertulia.session.mine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.heart.HeartNode;
import io.tertulia.heart.Person;
import io.tertulia.room.RoomId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people write to each other alone. */
class DirectTest {
  private static final String NOT_REACHED = "This person cannot be written to directly.";

  private final House house = new House();
  private final Person ana = house.user("ana");
  private final Person bo = house.user("bo", 1);

  private static String room(String one, String other) {
    return HeartNode.DIRECT.of(one, other).value();
  }

  private static String opens(Person who, String whom) {
    who.sends("{'type':'dm','id':5,'user':'" + whom + "'}");
    JsonNode answer = who.events().getLast();
    return answer.has("room") ? answer.path("room").asText() : answer.path("message").asText();
  }

  @Test
  void both_are_members_of_a_room_whose_name_shows_neither() {
    String room = opens(ana, "bo");
    assertThat(room).matches("dm-[0-9a-f]{40}").isEqualTo(room("bo", "ana"));
    assertThat(opens(bo, "ana")).isEqualTo(room);
    house.areIn(room, ana, bo);
    ana.says(room, "hola");
    assertThat(bo.heard()).containsExactly("message " + room + " 3 hola");
    bo.says(room, "¿qué tal?");
    assertThat(ana.heard()).contains("message " + room + " 4 ¿qué tal?");
    bo.heard();
    bo.sends("{'type':'inbox','id':6}");
    JsonNode listed = bo.events().getFirst().at("/rooms/0");
    assertThat(listed.path("kind").asText()).isEqualTo("dm");
    assertThat(listed.path("user").asText()).isEqualTo("ana");
    assertThat(listed.path("role").asText()).isEqualTo("member");
  }

  @Test
  void a_stranger_learns_nothing_of_it_and_makes_none() {
    String room = opens(ana, "bo");
    Person cy = house.user("cy");
    for (String name : List.of(room, room("eva", "dan"))) {
      cy.joins(name);
      cy.sends("{'type':'room','id':8,'room':'" + name + "','read':'all'}");
      cy.sends("{'type':'grant','id':8,'room':'" + name + "','user':'cy','role':'member'}");
      cy.sends("{'type':'follow','id':8,'room':'" + name + "','on':true}");
      assertThat(cy.heard())
          .containsExactly("error#7 113", "error#8 113", "error#8 113", "error#8 113");
    }
    ana.sends("{'type':'grant','id':8,'room':'" + room + "','user':'cy','role':'member'}");
    ana.sends("{'type':'ban','id':9,'room':'" + room + "','user':'bo'}");
    assertThat(ana.heard()).containsExactly("error#8 113", "error#9 113");
  }

  @Test
  void what_only_begins_like_one_is_a_room_as_any_other() {
    house.areIn("dm-ana-bo", ana, bo);
    ana.says("dm-ana-bo", "hola");
    assertThat(bo.heard()).containsExactly("message dm-ana-bo 1 hola");
  }

  @Test
  void with_oneself_it_is_for_notes() {
    String room = opens(ana, "ana");
    house.areIn(room, ana);
    ana.says(room, "milk");
    assertThat(ana.heard()).contains("message " + room + " 2 milk");
  }

  @Test
  void who_is_blocked_is_refused_in_the_words_for_who_takes_none() {
    bo.sends("{'type':'block','id':4,'user':'ana','on':true}");
    assertThat(opens(ana, "bo")).isEqualTo(NOT_REACHED);
    assertThat(opens(ana, "g-somebody")).isEqualTo(NOT_REACHED);
    bo.heard();
    bo.sends("{'type':'inbox','id':6}");
    assertThat(bo.heard()).containsExactly("inbox#6");
    assertThat(room("ana", "bo")).satisfies(name -> assertThat(isThere(name)).isFalse());
  }

  private boolean isThere(String room) {
    return house
        .node
        .memory
        .look(new RoomId(room), List.of())
        .toCompletableFuture()
        .join()
        .rules()
        .exist();
  }

  @Test
  void who_is_blocked_later_says_nothing_more_there_until_that_is_lifted() {
    String room = opens(ana, "bo");
    house.areIn(room, ana, bo);
    ana.says(room, "one");
    bo.sends("{'type':'block','id':4,'user':'ana','on':true}");
    ana.heard();
    bo.heard();
    ana.says(room, "two");
    assertThat(ana.heard()).containsExactly("error#9 113");
    assertThat(bo.heard()).isEmpty();
    bo.says(room, "I may");
    assertThat(ana.heard()).containsExactly("message " + room + " 4 I may");
    bo.sends("{'type':'block','id':4,'user':'ana','on':false}");
    ana.says(room, "three");
    assertThat(bo.heard()).contains("message " + room + " 5 three");
  }

  @Test
  void what_is_written_brings_the_room_back_to_a_list_that_it_was_taken_off() {
    String room = opens(ana, "bo");
    house.areIn(room, ana, bo);
    bo.sends("{'type':'follow','id':4,'room':'" + room + "','on':false}");
    bo.heard();
    bo.says(room, "who are you?");
    assertThat(bo.heard()).as("it is opened first").containsExactly("error#9 113");
    ana.says(room, "it is me");
    bo.heard();
    bo.sends("{'type':'inbox','id':6}");
    assertThat(bo.heard()).containsExactly("inbox#6 " + room + " 1 0");
    bo.says(room, "ah");
    assertThat(bo.heard()).contains("message " + room + " 4 ah");
  }

  @Test
  void somebody_whom_nobody_knows_may_come_some_day() {
    String room = opens(ana, "nobody-yet");
    assertThat(room).startsWith("dm-");
    house.areIn(room, ana);
    ana.says(room, "hola");
    Person late = house.user("nobody-yet", 1);
    late.sends("{'type':'inbox','id':6}");
    assertThat(late.heard()).containsExactly("inbox#6 " + room + " 1 0");
  }

  @Test
  void a_guest_signs_in_first() {
    Person eva = house.node.guest("Eva");
    assertThat(opens(eva, "ana")).isEqualTo("Sign in to write to people directly.");
  }
}
