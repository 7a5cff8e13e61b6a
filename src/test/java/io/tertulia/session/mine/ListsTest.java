package io.tertulia.session.mine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tertulia.heart.Person;
import io.tertulia.room.RoomId;
import io.tertulia.room.mine.Change;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stands on people's lists, and what is new there. */
class ListsTest {
  private final House house = new House();
  private final Person ana = house.user("ana");
  private final Person bo = house.user("bo", 1);

  @Test
  void what_is_followed_is_listed_with_what_came_since() {
    house.areIn("plaza", bo);
    bo.says("plaza", "before");
    ana.sends("{'type':'follow','id':5,'room':'plaza','on':true}");
    ana.sends("{'type':'inbox','id':6}");
    assertThat(ana.heard()).containsExactly("ack#5", "inbox#6 plaza 0 0");
    bo.says("plaza", "one");
    bo.sends("{'type':'say','id':9,'room':'plaza','text':'two','mentions':['ana']}");
    ana.sends("{'type':'inbox','id':6}");
    assertThat(ana.heard()).containsExactly("inbox#6 plaza 2 1");
    ana.sends("{'type':'read','id':7,'room':'plaza','seq':2}");
    ana.sends("{'type':'inbox','id':8}");
    assertThat(ana.heard()).containsExactly("ack#7", "inbox#8 plaza 1 1");
    ana.sends("{'type':'follow','id':5,'room':'plaza','on':false}");
    ana.sends("{'type':'inbox','id':6}");
    assertThat(ana.heard()).containsExactly("ack#5", "inbox#6");
  }

  @Test
  void a_room_is_listed_with_all_that_a_list_shows() {
    bo.sends("{'type':'room','id':2,'room':'team','read':'members','title':'Team'}");
    bo.sends("{'type':'grant','id':3,'room':'team','user':'ana','role':'member'}");
    house.areIn("team", bo);
    bo.says("team", "hola");
    bo.sends("{'type':'mute','id':4,'room':'team','user':'ana'}");
    ana.sends("{'type':'notify','id':5,'room':'team','level':'mentions'}");
    ana.heard();
    ana.sends("{'type':'inbox','id':6}");
    JsonNode room = ana.events().getFirst().path("rooms").path(0);
    assertThat(room.path("last").path("text").asText()).isEqualTo("hola");
    assertThat(room.path("head").asText()).endsWith(":4");
    assertThat(room.path("read").asLong()).as("the entry of the grant").isEqualTo(2);
    ((ObjectNode) room).remove(List.of("last", "head", "n", "unread"));
    assertThat(room.toString())
        .isEqualTo(
            "{\"room\":\"team\",\"title\":\"Team\",\"kind\":\"room\",\"role\":\"member\","
                + "\"notify\":\"mentions\",\"muted\":true,\"read\":2,\"mentions\":0}");
  }

  @Test
  void the_first_thing_that_somebody_says_puts_the_room_on_the_list() {
    house.areIn("plaza", bo);
    bo.says("plaza", "one");
    bo.says("plaza", "two");
    bo.heard();
    bo.sends("{'type':'inbox','id':6}");
    assertThat(bo.heard()).containsExactly("inbox#6 plaza 1 0");
    bo.sends("{'type':'follow','id':5,'room':'plaza','on':false}");
    bo.says("plaza", "three");
    bo.heard();
    bo.sends("{'type':'inbox','id':6}");
    assertThat(bo.heard()).as("it came back").containsExactly("inbox#6 plaza 0 0");
  }

  @Test
  void what_a_guest_says_puts_nothing_on_a_list_but_a_guest_may_follow() {
    Person eva = house.node.guest("Eva");
    house.areIn("plaza", eva);
    eva.says("plaza", "one");
    eva.heard();
    eva.sends("{'type':'inbox','id':6}");
    eva.sends("{'type':'follow','id':5,'room':'plaza','on':true}");
    eva.sends("{'type':'inbox','id':6}");
    assertThat(eva.heard()).containsExactly("inbox#6", "ack#5", "inbox#6 plaza 0 0");
  }

  @Test
  void what_may_not_be_read_any_more_is_not_listed() {
    bo.sends("{'type':'room','id':2,'room':'team','read':'members'}");
    bo.sends("{'type':'grant','id':3,'room':'team','user':'ana','role':'member'}");
    ana.sends("{'type':'inbox','id':6}");
    assertThat(ana.heard()).containsExactly("inbox#6 team 0 0");
    bo.sends("{'type':'ban','id':3,'room':'team','user':'ana'}");
    ana.sends("{'type':'inbox','id':6}");
    assertThat(ana.heard()).containsExactly("inbox#6");
  }

  @Test
  void who_is_blocked_mentions_nobody() {
    house.areIn("plaza", bo);
    ana.sends("{'type':'follow','id':5,'room':'plaza','on':true}");
    bo.sends("{'type':'say','id':9,'room':'plaza','text':'x','mentions':['ana']}");
    ana.sends("{'type':'block','id':5,'user':'bo','on':true}");
    ana.sends("{'type':'inbox','id':6}");
    ana.sends("{'type':'block','id':5,'user':'bo','on':false}");
    ana.sends("{'type':'inbox','id':7}");
    ana.sends("{'type':'block','id':8,'user':'ana','on':true}");
    assertThat(ana.heard())
        .containsExactly(
            "ack#5",
            "ack#5",
            "inbox#6 plaza 1 0",
            "ack#5",
            "inbox#7 plaza 1 1",
            "error#8 102 user");
    assertThat(bo.heard()).last().asString().startsWith("message plaza");
  }

  @Test
  void a_list_of_ten_thousand_comes_in_pages_each_of_which_one_may_wait_for() {
    for (int i = 0; i < 1_200; i++) {
      house
          .node
          .lists
          .rooms()
          .change("ana", new RoomId("room-%05d".formatted(i)), new Change.Follow(null, null));
    }
    String after = "";
    int rooms = 0;
    for (int pages = 1; pages <= 3; pages++) {
      ana.sends("{'type':'inbox','id':6" + after + "}");
      JsonNode page = ana.events().getFirst();
      rooms += page.path("rooms").size();
      assertThat(page.has("next")).isEqualTo(pages < 3);
      after = ",'after':'" + page.path("next").asText() + "'";
    }
    assertThat(rooms).isEqualTo(1_200);
    ana.sends("{'type':'inbox','id':6,'after':'No!'}");
    assertThat(ana.heard()).containsExactly("error#6 120 after");
  }

  @Test
  void a_long_message_is_cut_in_the_list() {
    house.areIn("plaza", bo);
    ana.sends("{'type':'follow','id':5,'room':'plaza','on':true}");
    bo.says("plaza", "ñ".repeat(5_000));
    ana.heard();
    ana.sends("{'type':'inbox','id':6}");
    JsonNode last = ana.events().getFirst().at("/rooms/0/last");
    assertThat(last.path("text").asText()).isEqualTo("ñ".repeat(200));
    assertThat(last.path("cut").asBoolean()).isTrue();
  }
}
