package io.tertulia.room;

import static io.tertulia.room.overlay.OverlaySteps.aRoom;
import static io.tertulia.room.overlay.OverlaySteps.by;
import static io.tertulia.room.overlay.OverlaySteps.denied;
import static io.tertulia.room.overlay.OverlaySteps.emoji;
import static io.tertulia.room.overlay.OverlaySteps.person;
import static io.tertulia.room.overlay.OverlaySteps.seqs;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.protocol.Body;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Links;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Page;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.MessageLog.Refused;
import io.tertulia.room.MessageLog.Stored;
import io.tertulia.room.MessageLog.Unchanged;
import io.tertulia.room.MessageLog.View;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Right;
import io.tertulia.room.members.Role;
import io.tertulia.room.members.acts.Act;
import io.tertulia.room.overlay.OverlaySteps;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every log does with messages that are changed after they were said. */
public interface OverlayContract extends OverlaySteps {

  @Test
  default void an_edited_message_says_something_else_and_keeps_its_place() {
    RoomId room = aRoom();
    Draft message = by(ANA, room).say("one");
    stored(message);
    stored(by(BO, room).say("two"));
    Draft edit = by(ANA, room).edit(message.mid(), "uno");
    assertThat(stored(edit).position().seq()).isEqualTo(3);
    List<JsonNode> entries = shown(room, View.ENTRIES);
    JsonNode now = entries.get(0);
    JsonNode told = entries.get(2);
    assertThat(now.path("text").asText()).isEqualTo("uno");
    assertThat(now.path("seq").asLong()).isEqualTo(1);
    assertThat(now.path("edited")).isEqualTo(told.path("at"));
    assertThat(now.path("rev").asLong()).isEqualTo(3);
    assertThat(now.path("from").path("id").asText()).isEqualTo("ana");
    assertThat(told.path("type").asText()).isEqualTo("edit");
    assertThat(told.path("ref").asText()).isEqualTo(message.mid());
    assertThat(told.path("mid").asText()).isEqualTo(edit.mid());
    assertThat(told.path("by").path("id").asText()).isEqualTo("ana");
    assertThat(told.path("text").asText()).isEqualTo("uno");
    assertThat(shown(room, View.MESSAGES)).isEqualTo(entries.subList(0, 2));
    assertThat(shown(room, View.STORED).getFirst().path("text").asText()).isEqualTo("one");
    assertThat(shown(room, View.STORED).getFirst().has("rev")).isFalse();
  }

  @Test
  default void the_last_edit_stands_whatever_it_says() {
    RoomId room = aRoom();
    Links links = new Links(null, null, List.of("bo"), false);
    Draft message =
        by(ANA, room).say(new Body.Data("{\"text\":\"\\\",\\\"text\\\":\\\"\"}"), links);
    stored(message);
    stored(by(ANA, room).edit(message.mid(), "},\"text\":\"x\",\"data\":{\"rev\":7}"));
    assertThat(only(room).path("text").asText()).isEqualTo("},\"text\":\"x\",\"data\":{\"rev\":7}");
    assertThat(only(room).has("data")).isFalse();
    stored(by(ANA, room).edit(message.mid(), new Body.Data("[1,{\"text\":\"a\"}]")));
    assertThat(only(room).path("data").toString()).isEqualTo("[1,{\"text\":\"a\"}]");
    assertThat(only(room).has("text")).isFalse();
    stored(by(ANA, room).edit(message.mid(), new Body.Bytes(new byte[] {1, 2})));
    assertThat(only(room).path("bytes").asText()).isEqualTo("AQI=");
    assertThat(only(room).path("mentions").toString()).isEqualTo("[\"bo\"]");
    assertThat(only(room).path("rev").asLong()).isEqualTo(4);
  }

  @Test
  default void only_its_author_edits_a_message() {
    RoomId room = aRoom();
    String mid = said(room, ANA, "one");
    for (Authority other : List.of(BO, MODERATOR, ADMIN)) {
      assertThat(append(by(other, room).edit(mid, "two")))
          .as(other.id())
          .isEqualTo(denied(Right.Why.NOT_YOURS));
    }
    assertThat(only(room).has("edited")).isFalse();
    assertThat(head(room).position().seq()).isEqualTo(1);
  }

  @Test
  default void a_message_is_deleted_by_its_author_or_a_moderator() {
    RoomId room = aRoom();
    for (Authority who : List.of(ANA, MODERATOR, ADMIN)) {
      String mid = said(room, ANA, "one");
      assertThat(append(by(BO, room).delete(mid))).isEqualTo(denied(Right.Why.NOT_YOURS));
      stored(by(who, room).delete(mid));
      JsonNode left = message(room, mid);
      assertThat(left.path("deleted").path("by").path("id").asText()).isEqualTo(who.id());
    }
  }

  @Test
  default void nothing_that_was_deleted_is_in_any_page() {
    RoomId room = aRoom();
    Draft message =
        by(ANA, room).say(new Body.Text("secret1"), new Links(null, null, List.of("whom"), false));
    stored(message);
    stored(by(BO, room).say("hello"));
    stored(by(ANA, room).edit(message.mid(), "secret2"));
    stored(by(BO, room).react(message.mid(), "👍"));
    stored(by(BO, room).reply(message.mid(), "why"));
    stored(by(ANA, room).edit(message.mid(), new Body.Data("\"secret3\"")));
    stored(by(ANA, room).delete(message.mid()));
    for (View view : View.values()) {
      Page page = read(room, Query.newest(50).as(view));
      String all = page.entries().stream().map(e -> new String(e.json(), UTF_8)).toList() + "";
      assertThat(all).as("%s", view).doesNotContain("secret", "whom").contains("hello", "why");
      assertThat(page.stretch().to().seq()).isEqualTo(7);
    }
    List<JsonNode> entries = shown(room, View.ENTRIES);
    JsonNode left = entries.getFirst();
    assertThat(left.path("deleted").path("at")).isEqualTo(entries.getLast().path("at"));
    assertThat(left.path("deleted").path("by")).isEqualTo(entries.getLast().path("by"));
    assertThat(left.path("rev").asLong()).isEqualTo(7);
    assertThat(left.path("from").path("id").asText()).isEqualTo("ana");
    assertThat(left.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "type", "room", "seq", "at", "n", "mid", "from", "deleted", "rev");
    assertThat(entries.get(2).has("text")).isFalse();
    assertThat(entries.get(5).has("data")).isFalse();
    assertThat(entries).extracting(e -> e.path("seq").asLong()).isEqualTo(seqs(1, 7));
  }

  @Test
  default void what_was_deleted_is_gone_for_who_changes_it_and_once_is_enough() {
    RoomId room = aRoom();
    String mid = said(room, ANA, "one");
    stored(by(ANA, room).delete(mid));
    assertThat(append(by(ANA, room).edit(mid, "two"))).isEqualTo(Refused.gone());
    assertThat(append(by(ANA, room).react(mid, "👍"))).isEqualTo(Refused.gone());
    assertThat(append(by(ANA, room).reply(mid, "two"))).isEqualTo(Refused.gone());
    assertThat(append(by(ANA, room).delete(mid))).isEqualTo(new Unchanged());
    assertThat(append(by(MODERATOR, room).delete(mid))).isEqualTo(new Unchanged());
    assertThat(append(by(BO, room).delete(mid))).isEqualTo(denied(Right.Why.NOT_YOURS));
    assertThat(append(by(BO, room).edit(mid, "two"))).isEqualTo(denied(Right.Why.NOT_YOURS));
    assertThat(Refused.gone().code()).isEqualTo(ErrorCode.GONE);
    assertThat(head(room).position().seq()).isEqualTo(2);
  }

  @Test
  default void what_is_no_message_of_the_room_is_not_changed() {
    RoomId room = aRoom();
    String mid = said(room, ANA, "one");
    Draft edit = by(ANA, room).edit(mid, "two");
    stored(edit);
    String elsewhere = said(aRoom(), ANA, "one");
    for (String other : List.of("nowhere0nowhere0", elsewhere, edit.mid())) {
      assertThat(append(by(ANA, room).edit(other, "x"))).isEqualTo(Refused.missing());
      assertThat(append(by(ANA, room).delete(other))).isEqualTo(Refused.missing());
      assertThat(append(by(ANA, room).react(other, "👍"))).isEqualTo(Refused.missing());
      assertThat(append(by(ANA, room).reply(other, "x"))).isEqualTo(Refused.missing());
    }
    assertThat(head(room).position().seq()).isEqualTo(2);
  }

  @Test
  default void reactions_are_counted_and_a_set_replaces_the_one_before() {
    RoomId room = aRoom();
    String mid = said(room, ANA, "one");
    stored(by(BO, room).react(mid, "👍", "🎉"));
    stored(by(ANA, room).react(mid, "🎉", "👀"));
    assertThat(reactions(room)).isEqualTo("👍 1 bo; 🎉 2 bo,ana; 👀 1 ana");
    stored(by(BO, room).react(mid, "❤️", "👀"));
    assertThat(reactions(room)).isEqualTo("🎉 1 ana; 👀 2 ana,bo; ❤️ 1 bo");
    JsonNode last = shown(room, View.ENTRIES).getLast();
    assertThat(last.path("set").toString()).isEqualTo("[\"❤️\",\"👀\"]");
    assertThat(last.path("before")).extracting(JsonNode::asText).contains("👍", "🎉").hasSize(2);
    stored(by(ANA, room).react(mid));
    stored(by(BO, room).react(mid));
    assertThat(reactions(room)).isEmpty();
    assertThat(only(room).has("reactions")).isFalse();
    assertThat(only(room).path("rev").asLong()).isEqualTo(6);
  }

  @Test
  default void a_set_that_is_there_already_stores_nothing() {
    RoomId room = aRoom();
    String mid = said(room, ANA, "one");
    assertThat(append(by(BO, room).react(mid))).isEqualTo(new Unchanged());
    stored(by(BO, room).react(mid, "👍", "🎉"));
    assertThat(append(by(BO, room).react(mid, "👍", "🎉"))).isEqualTo(new Unchanged());
    assertThat(head(room).position().seq()).isEqualTo(2);
    stored(by(ANA, room).react(mid, "👍", "🎉"));
  }

  @Test
  default void ten_of_those_who_react_alike_are_named_and_all_are_counted() {
    RoomId room = aRoom();
    String mid = said(room, ANA, "one");
    IntStream.range(0, 12).forEach(i -> stored(by(person(i), room).react(mid, "👍")));
    assertThat(reactions(room)).isEqualTo("👍 12 p0,p1,p2,p3,p4,p5,p6,p7,p8,p9");
    stored(by(person(3), room).react(mid));
    stored(by(person(11), room).react(mid, "🎉"));
    assertThat(reactions(room)).isEqualTo("👍 10 p0,p1,p2,p4,p5,p6,p7,p8,p9; 🎉 1 p11");
    stored(by(person(12), room).react(mid, "👍"));
    assertThat(reactions(room)).isEqualTo("👍 11 p0,p1,p2,p4,p5,p6,p7,p8,p9,p12; 🎉 1 p11");
  }

  @Test
  default void a_message_has_fifty_kinds_of_reactions_and_no_more() {
    RoomId room = aRoom();
    String mid = said(room, ANA, "one");
    for (int i = 0; i < 10; i++) {
      stored(by(person(i), room).react(mid, emoji(i * 5, 5)));
    }
    assertThat(append(by(BO, room).react(mid, "👍"))).isEqualTo(Refused.full());
    assertThat(Refused.full().code()).isEqualTo(ErrorCode.TOO_MANY_REACTIONS);
    stored(by(BO, room).react(mid, emoji(3, 4)));
    assertThat(append(by(BO, room).react(mid, "👍"))).isEqualTo(Refused.full());
    stored(by(person(9), room).react(mid, emoji(45, 4)));
    stored(by(BO, room).react(mid, "👍"));
  }

  @Test
  default void a_root_counts_what_is_said_in_its_thread() {
    RoomId room = aRoom();
    String root = said(room, ANA, "root");
    Draft first = by(person(0), room).reply(root, "r");
    stored(first);
    IntStream.range(1, 7).forEach(i -> stored(by(person(i), room).reply(root, "r" + i)));
    stored(by(person(0), room).reply(root, "last"));
    stored(by(person(0), room).delete(first.mid()));
    JsonNode replies = message(room, root).path("replies");
    assertThat(replies.path("count").asLong()).isEqualTo(8);
    assertThat(replies.path("by").toString()).isEqualTo("[\"p0\",\"p1\",\"p2\",\"p3\",\"p4\"]");
    List<JsonNode> messages = shown(room, View.MESSAGES);
    assertThat(messages).hasSize(9);
    assertThat(replies.path("last")).isEqualTo(messages.getLast().path("at"));
    assertThat(messages.getLast().path("thread").asText()).isEqualTo(root);
    assertThat(append(by(BO, room).reply(messages.getLast().path("mid").asText(), "deeper")))
        .isEqualTo(Refused.inThread());
    stored(by(BO, room).react(messages.getLast().path("mid").asText(), "👍"));
  }

  @Test
  default void only_a_moderator_notifies_the_room() {
    RoomId room = aRoom();
    Links everybody = new Links(null, null, List.of(), true);
    assertThat(append(by(BO, room).say(new Body.Text("hey"), everybody)))
        .isEqualTo(denied(Right.Why.NO_NOTICE));
    stored(by(MODERATOR, room).say(new Body.Text("hey"), everybody));
    stored(by(ADMIN, room).say(new Body.Text("hey"), everybody));
  }

  @Test
  default void so_it_is_in_a_room_that_has_rules() {
    RoomId room = aRoom();
    Links everybody = new Links(null, null, List.of(), true);
    act(room, new Act.Configure(null, null, null, null, null));
    stored(by(ANA, room).say(new Body.Text("hey"), everybody));
    assertThat(append(by(BO, room).say(new Body.Text("hey"), everybody)))
        .isEqualTo(denied(Right.Why.NO_NOTICE));
  }

  @Test
  default void who_may_say_nothing_changes_nothing_and_only_says_are_slow() {
    RoomId room = aRoom();
    act(room, new Act.Configure(null, null, null, null, 30));
    String mid = said(room, BO, "one");
    assertThat(append(by(BO, room).say("two")))
        .isInstanceOfSatisfying(
            Refused.class, no -> assertThat(no.code()).isEqualTo(ErrorCode.SLOW_MODE));
    stored(by(BO, room).edit(mid, "uno"));
    stored(by(BO, room).react(mid, "👍"));
    stored(by(Authority.of("cy"), room).react(mid, "👍"));
    assertThat(append(by(Authority.of("cy"), room).say("no wait"))).isInstanceOf(Stored.class);
    act(room, new Act.Mute("bo", null));
    for (Draft draft :
        List.of(by(BO, room).edit(mid, "due"), by(BO, room).react(mid), by(BO, room).delete(mid))) {
      assertThat(append(draft))
          .isInstanceOfSatisfying(
              Refused.class,
              no -> assertThat(no.message()).isEqualTo("You are muted in this room."));
    }
    stored(by(ANA, room).delete(mid));
  }

  @Test
  default void what_changes_a_message_is_stored_once_when_it_comes_twice() {
    RoomId room = aRoom();
    String mid = said(room, ANA, "one");
    List<Draft> changes =
        List.of(
            by(ANA, room).edit(mid, "two"),
            by(ANA, room).react(mid, "👍"),
            by(ANA, room).reply(mid, "three"),
            by(ANA, room).react(mid),
            by(ANA, room).delete(mid));
    List<Position> places = changes.stream().map(draft -> stored(draft).position()).toList();
    for (int i = 0; i < changes.size(); i++) {
      assertThat(append(changes.get(i))).isEqualTo(new Stored(places.get(i), true));
    }
    assertThat(head(room).position().seq()).isEqualTo(6);
  }

  @Test
  default void n_counts_messages_and_nothing_else() {
    RoomId room = aRoom();
    assertThat(head(room).messages()).isZero();
    act(room, new Act.Configure(null, null, null, null, null));
    String mid = said(room, ANA, "one");
    stored(by(ANA, room).edit(mid, "uno"));
    stored(by(BO, room).reply(mid, "two"));
    stored(by(BO, room).react(mid, "👍"));
    stored(by(ANA, room).delete(mid));
    act(room, new Act.Grant("bo", Role.MEMBER));
    said(room, BO, "three");
    assertThat(shown(room, View.ENTRIES))
        .extracting(entry -> entry.path("n").asLong())
        .containsExactly(0L, 1L, 1L, 2L, 2L, 2L, 2L, 3L);
    assertThat(head(room).messages()).isEqualTo(3);
  }
}
