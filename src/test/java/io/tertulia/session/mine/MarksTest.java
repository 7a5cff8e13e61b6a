package io.tertulia.session.mine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.heart.Person;
import io.tertulia.room.MessageLog;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import io.tertulia.room.mine.Change;
import io.tertulia.room.mine.Mark;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Up to where people have read, and who is told. */
class MarksTest {
  private final House house = new House();
  private final Person ana = house.user("ana");

  private void saysThree(String room) {
    Person eva = house.node.guest("Eva");
    house.areIn(room, ana, eva);
    for (int i = 1; i <= 3; i++) {
      eva.says(room, "m" + i);
    }
    eva.sends("{'type':'leave','id':9,'room':'" + room + "'}");
    house.node.pass(Duration.ofSeconds(6));
    ana.heard();
  }

  @Test
  void a_mark_is_told_to_the_room_and_to_the_other_devices_and_to_who_joins() {
    saysThree("plaza");
    Person phone = house.user("ana", 1);
    Person bo = house.user("bo", 1);
    house.areIn("plaza", bo);
    ana.heard();
    ana.sends("{'type':'read','id':5,'room':'plaza','seq':2}");
    assertThat(ana.heard()).containsExactlyInAnyOrder("ack#5", "read plaza ana 2");
    assertThat(bo.heard()).containsExactly("read plaza ana 2");
    assertThat(phone.heard()).as("who is not in the room").containsExactly("read plaza ana 2");
    phone.sends("{'type':'join','id':7,'room':'plaza'}");
    assertThat(phone.events().getFirst().path("read").asLong()).isEqualTo(2);
    bo.sends("{'type':'join','id':7,'room':'plaza'}");
    assertThat(bo.events().getFirst().has("read")).isFalse();
  }

  @Test
  void what_has_arrived_is_a_mark_of_its_own() {
    saysThree("plaza");
    Person phone = house.user("ana", 1);
    ana.sends("{'type':'got','id':5,'room':'plaza','seq':3}");
    assertThat(phone.heard()).containsExactly("got plaza ana 3");
    phone.sends("{'type':'join','id':7,'room':'plaza'}");
    assertThat(phone.events().getFirst().has("read")).isFalse();
  }

  @Test
  void a_mark_that_goes_back_changes_nothing_and_nobody_is_told() {
    saysThree("plaza");
    ana.sends("{'type':'read','id':5,'room':'plaza','seq':3}");
    house.passes();
    Person phone = house.user("ana", 1);
    ana.heard();
    ana.sends("{'type':'read','id':6,'room':'plaza','seq':2}");
    house.passes();
    ana.sends("{'type':'read','id':7,'room':'plaza','seq':3}");
    assertThat(ana.heard()).containsExactly("ack#6", "ack#7");
    assertThat(phone.heard()).isEmpty();
  }

  @Test
  void a_mark_beyond_the_head_is_refused() {
    saysThree("plaza");
    ana.sends("{'type':'read','id':5,'room':'plaza','seq':4}");
    ana.sends("{'type':'read','id':6,'room':'nowhere','seq':1}");
    ana.sends("{'type':'got','id':7,'room':'plaza','seq':0}");
    ana.sends("{'type':'read','id':8,'room':'plaza'}");
    assertThat(ana.heard())
        .containsExactly(
            "error#5 102 seq", "error#6 102 seq", "error#7 102 seq", "error#8 102 seq");
  }

  @Test
  void a_mark_of_a_history_that_is_over_gives_way_to_one_of_this() {
    saysThree("plaza");
    house
        .node
        .lists
        .rooms()
        .change(
            "ana",
            new RoomId("plaza"),
            new Change.Read(
                new Mark(new Position("zzzzzzzz", 900), 900),
                house
                    .node
                    .memory
                    .read(new RoomId("plaza"), MessageLog.Query.newest(0))
                    .toCompletableFuture()
                    .join()
                    .head()
                    .at(1)));
    Person phone = house.user("ana", 1);
    phone.sends("{'type':'join','id':7,'room':'plaza'}");
    assertThat(phone.events().getFirst().has("read")).isFalse();
    ana.sends("{'type':'read','id':5,'room':'plaza','seq':2}");
    assertThat(ana.heard()).contains("ack#5", "read plaza ana 2");
  }

  @Test
  void of_many_marks_of_a_room_the_newest_is_kept_and_all_are_answered() {
    saysThree("plaza");
    Person phone = house.user("ana", 1);
    ana.sends("{'type':'read','id':5,'room':'plaza','seq':1}");
    ana.sends("{'type':'read','id':6,'room':'plaza','seq':2}");
    ana.sends("{'type':'read','id':7,'room':'plaza','seq':3}");
    ana.sends("{'type':'read','id':8,'room':'plaza','seq':9}");
    assertThat(ana.heard()).containsExactlyInAnyOrder("ack#5", "read plaza ana 1");
    house.passes();
    assertThat(ana.heard()).as("the wrong one alone").containsExactly("error#8 102 seq");
    house.passes();
    assertThat(ana.heard()).containsExactlyInAnyOrder("ack#6", "ack#7", "read plaza ana 3");
    assertThat(phone.heard()).containsExactly("read plaza ana 1", "read plaza ana 3");
  }

  @Test
  void in_a_large_room_nobody_else_is_told() {
    saysThree("plaza");
    Person bo = house.user("bo", 1);
    house.areIn("plaza", bo);
    for (int i = 0; i < Marks.SMALL; i++) {
      house.areIn("plaza", house.user("u" + i));
    }
    house.passes();
    bo.heard();
    ana.heard();
    ana.sends("{'type':'read','id':5,'room':'plaza','seq':2}");
    assertThat(bo.heard()).isEmpty();
    assertThat(ana.heard()).containsExactly("ack#5");
    ana.sends("{'type':'members','id':6,'room':'plaza'}");
    assertThat(ana.events().getFirst().toString()).doesNotContain("read");
  }

  @Test
  void who_is_in_a_small_room_is_told_with_its_mark() {
    saysThree("plaza");
    Person bo = house.user("bo", 1);
    house.areIn("plaza", bo);
    ana.sends("{'type':'read','id':5,'room':'plaza','seq':2}");
    house.passes();
    bo.heard();
    bo.sends("{'type':'members','id':6,'room':'plaza'}");
    assertThat(bo.events().getFirst().path("members").toString())
        .isEqualTo(
            "[{\"id\":\"ana\",\"name\":\"ana\",\"read\":2},{\"id\":\"bo\",\"name\":\"bo\"}]");
  }

  @Test
  void where_one_may_not_read_one_marks_nothing() {
    ana.sends("{'type':'room','id':2,'room':'team','read':'members'}");
    Person bo = house.user("bo", 1);
    for (String what : new String[] {"read", "got"}) {
      bo.sends("{'type':'" + what + "','id':5,'room':'team','seq':1}");
    }
    bo.sends("{'type':'follow','id':6,'room':'team','on':true}");
    assertThat(bo.heard()).containsExactly("error#5 113", "error#5 113", "error#6 113");
  }
}
