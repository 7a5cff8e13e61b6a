package io.tertulia.session.living;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.format.BareText.Language;
import io.tertulia.heart.HeartNode;
import io.tertulia.heart.Person;
import io.tertulia.protocol.CloseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People correct themselves, take things back, nod and answer in threads. */
class MessagesThatLiveTest {
  private static final String NOWHERE = "AAAAAAAAAAAAAAAA";

  private final HeartNode node = new HeartNode();
  private final Person ana = node.guest("Ana");
  private final Person bob = node.guest("Bob", 1);
  private String mid = "";

  @BeforeEach
  void ana_has_said_something_in_the_plaza() {
    ana.joins("plaza");
    bob.joins("plaza");
    ana.says("plaza", "hola");
    mid = bob.events().getLast().path("mid").asText();
    node.pass(Duration.ofSeconds(2));
    ana.heard();
    bob.heard();
  }

  @Test
  void what_changes_a_message_is_acked_and_heard_by_everybody_in_its_place() {
    edit(ana, 1, "adiós");
    react(bob, 2, "'👍','❤'");
    delete(ana, 3);
    assertThat(ana.heard())
        .containsExactlyInAnyOrder(
            "edit plaza 2 adiós", "ack#1 2", "react plaza 3 👍 ❤️", "delete plaza 4", "ack#3 4");
    assertThat(bob.heard())
        .containsExactlyInAnyOrder(
            "edit plaza 2 adiós", "react plaza 3 👍 ❤️", "ack#2 3", "delete plaza 4");
  }

  @Test
  void an_entry_about_a_message_says_which_and_by_whom() {
    edit(ana, 1, "adiós");
    JsonNode edit = bob.events().getLast();
    assertThat(edit.path("ref").asText()).isEqualTo(mid);
    assertThat(edit.path("mid").asText()).hasSize(16).isNotEqualTo(mid);
    assertThat(edit.path("by").path("name").asText()).isEqualTo("Ana");
    assertThat(edit.has("from")).isFalse();
    bob.sends("{'type':'react','id':2,'room':'plaza','key':'k','mid':'" + mid + "','set':['👍']}");
    JsonNode react = ana.events().getLast();
    assertThat(react.path("key").asText()).isEqualTo("k");
    assertThat(react.path("ref").asText()).isEqualTo(mid);
  }

  @Test
  void with_a_key_it_is_stored_once() {
    String edit = "{'type':'edit','id':1,'room':'plaza','key':'k','mid':'" + mid + "','text':'x'}";
    ana.sends(edit);
    ana.sends(edit);
    assertThat(ana.heard()).containsExactlyInAnyOrder("edit plaza 2 x", "ack#1 2", "ack#1 2 dup");
  }

  @Test
  void what_was_so_already_is_acked_without_a_number() {
    react(bob, 1, "'👍'");
    react(bob, 2, "'👍'");
    react(ana, 3, "");
    delete(ana, 4);
    delete(ana, 5);
    assertThat(bob.heard())
        .containsExactlyInAnyOrder("react plaza 2 👍", "ack#1 2", "ack#2", "delete plaza 3");
    assertThat(ana.heard())
        .containsExactlyInAnyOrder(
            "react plaza 2 👍", "ack#3", "delete plaza 3", "ack#4 3", "ack#5");
  }

  @Test
  void each_fault_has_its_code() {
    edit(bob, 1, "mine");
    delete(bob, 2);
    about(bob, 3, "delete", NOWHERE, "'x':1");
    about(bob, 4, "react", mid, "'set':['no']");
    bob.sends("{'type':'say','id':5,'room':'plaza','text':'x','notify':'room'}");
    bob.sends("{'type':'say','id':6,'room':'plaza','text':'x','thread':'" + NOWHERE + "'}");
    assertThat(bob.heard())
        .containsExactly(
            "error#1 113",
            "error#2 113",
            "error#3 123",
            "error#4 102 set",
            "error#5 113",
            "error#6 123");
    delete(ana, 7);
    edit(ana, 8, "again");
    react(ana, 9, "'👍'");
    bob.sends("{'type':'say','id':10,'room':'plaza','text':'x','thread':'" + mid + "'}");
    assertThat(ana.heard())
        .containsExactlyInAnyOrder("delete plaza 2", "ack#7 2", "error#8 124", "error#9 124");
    assertThat(bob.heard()).containsExactly("delete plaza 2", "error#10 124");
  }

  @Test
  void the_fifty_first_kind_on_a_message_is_one_too_many() {
    for (int person = 0; person < 7; person++) {
      Person other = node.guest("P" + person);
      other.joins("plaza");
      List<String> set = new ArrayList<>();
      for (int i = 0; i < (person == 6 ? 2 : 8); i++) {
        set.add("'" + Character.toString(0x1F400 + 8 * person + i) + "'");
      }
      react(other, 1, String.join(",", set));
      assertThat(other.heard()).anyMatch(heard -> heard.startsWith("ack#1 "));
    }
    bob.heard();
    react(bob, 2, "'👍'");
    react(bob, 3, "'" + Character.toString(0x1F400) + "'");
    assertThat(bob.heard()).containsExactlyInAnyOrder("error#2 132", "react plaza 9 🐀", "ack#3 9");
  }

  @Test
  void who_is_not_in_the_room_changes_nothing_there() {
    Person eva = node.guest("Eva");
    edit(eva, 1, "x");
    delete(eva, 2);
    react(eva, 3, "'👍'");
    assertThat(eva.heard()).containsExactly("error#1 121", "error#2 121", "error#3 121");
    ana.sends("{'type':'leave','id':4,'room':'plaza'}");
    edit(ana, 5, "x");
    assertThat(ana.heard()).containsExactly("ack#4", "error#5 121");
  }

  @Test
  void a_mid_of_another_room_is_none_here() {
    ana.joins("patio");
    about(ana, 1, "edit", mid, "'text':'x'");
    ana.sends("{'type':'edit','id':2,'room':'patio','mid':'" + mid + "','text':'x'}");
    assertThat(ana.heard())
        .containsExactlyInAnyOrder(
            "joined#7 patio 0..0", "edit plaza 2 x", "ack#1 2", "error#2 123");
  }

  @Test
  void who_looks_back_sees_messages_as_they_are_now() {
    bob.says("plaza", "dos");
    edit(ana, 1, "adiós");
    react(bob, 2, "'👍'");
    String bobs = ana.events().getFirst().path("mid").asText();
    about(bob, 3, "delete", bobs, "'reason':'oops'");
    bob.heard();
    bob.sends("{'type':'history','id':4,'room':'plaza','limit':2}");
    JsonNode page = bob.events().getLast();
    assertThat(page.path("more").asBoolean()).isFalse();
    assertThat(page.path("from").asText()).endsWith(":0");
    assertThat(page.path("cursor").asText()).endsWith(":5");
    JsonNode first = page.path("entries").path(0);
    assertThat(first.path("text").asText()).isEqualTo("adiós");
    assertThat(first.path("rev").asLong()).isEqualTo(4);
    assertThat(first.path("edited").asLong()).isPositive();
    assertThat(first.path("reactions").path(0).path("count").asLong()).isEqualTo(1);
    JsonNode second = page.path("entries").path(1);
    assertThat(second.path("deleted").path("by").path("name").asText()).isEqualTo("Bob");
    assertThat(second.has("text")).isFalse();
    bob.sends("{'type':'history','id':5,'room':'plaza','kinds':'all'}");
    assertThat(bob.heard()).containsExactly("history#5 [1, 2, 3, 4, 5]");
  }

  @Test
  void pages_of_messages_meet_whatever_lies_between_them() {
    for (int i = 0; i < 5; i++) {
      ana.says("plaza", "m" + i);
      edit(ana, 1, "e" + i);
      react(ana, 2, i % 2 == 0 ? "'👍'" : "");
    }
    node.pass(Duration.ofSeconds(5));
    List<Long> back = new ArrayList<>();
    String before = "";
    JsonNode page;
    do {
      page = history(bob, before + "'limit':2");
      List<Long> seqs = new ArrayList<>();
      page.path("entries").forEach(entry -> seqs.add(entry.path("seq").asLong()));
      back.addAll(0, seqs);
      String from = page.path("from").asText();
      before = "'before':'" + from.substring(0, 9) + (number(from) + 1) + "',";
    } while (page.path("more").asBoolean());
    assertThat(back).containsExactly(1L, 2L, 5L, 8L, 11L, 14L);

    List<Long> forth = new ArrayList<>();
    String after = "'after':'" + page.path("from").asText() + "',";
    do {
      page = history(bob, after + "'limit':2");
      page.path("entries").forEach(entry -> forth.add(entry.path("seq").asLong()));
      after = "'after':'" + page.path("cursor").asText() + "',";
    } while (page.path("more").asBoolean());
    assertThat(forth).isEqualTo(back);
    assertThat(number(page.path("cursor").asText())).as("all of it is covered").isEqualTo(16);
  }

  @Test
  void who_comes_back_gets_every_entry_with_the_messages_as_they_are_now() {
    String cursor = history(bob, "").path("from").asText();
    edit(ana, 1, "adiós");
    react(bob, 2, "'👍'");
    delete(ana, 3);
    ana.says("plaza", "otra");
    Person late = node.guest("Late");
    late.sends("{'type':'join','id':4,'room':'plaza','since':'" + cursor + "'}");
    List<JsonNode> events = late.events();
    assertThat(events.getFirst().path("n").asLong()).isEqualTo(2);
    assertThat(events.get(1).path("deleted").path("at").asLong()).isPositive();
    assertThat(events.get(1).path("rev").asLong()).isEqualTo(4);
    assertThat(events.subList(1, 6))
        .extracting(event -> event.path("type").asText())
        .containsExactly("message", "edit", "react", "delete", "message");
    assertThat(events.toString()).doesNotContain("hola", "adiós");
  }

  @Test
  void who_joins_learns_how_many_messages_there_were() {
    edit(ana, 1, "adiós");
    bob.says("plaza", "dos");
    Person late = node.guest("Late");
    late.joins("plaza");
    JsonNode joined = late.events().getFirst();
    assertThat(joined.path("n").asLong()).isEqualTo(2);
    assertThat(joined.path("head").asText()).endsWith(":3");
    late.joins("plaza");
    assertThat(late.events().getFirst().has("n")).isFalse();
    ana.says("plaza", "tres");
    assertThat(late.events().getLast().path("n").asLong()).isEqualTo(3);
  }

  @Test
  void a_reply_in_a_thread_is_counted_at_its_root() {
    bob.sends(
        "{'type':'say','id':1,'room':'plaza','text':'sí','thread':'%s','mentions':['x','x']}"
            .formatted(mid));
    JsonNode reply = ana.events().getLast();
    assertThat(reply.path("thread").asText()).isEqualTo(mid);
    assertThat(reply.path("mentions").toString()).isEqualTo("[\"x\"]");
    String inner = reply.path("mid").asText();
    ana.sends("{'type':'say','id':2,'room':'plaza','text':'no','thread':'" + inner + "'}");
    assertThat(ana.heard()).containsExactly("error#2 102 thread");
    JsonNode root = history(bob, "").path("entries").path(0);
    assertThat(root.path("replies").path("count").asLong()).isEqualTo(1);
  }

  @Test
  void what_is_given_up_may_have_been_done() {
    node.log.hold();
    edit(ana, 1, "x");
    delete(ana, 2);
    react(ana, 3, "'👍'");
    ana.session().giveUp(CloseCode.SERVICE_RESTART);
    assertThat(ana.heard()).containsExactly("error#1 142", "error#2 142", "error#3 142");
  }

  @Test
  void what_may_have_waited_while_the_node_stood_still_is_not_done_any_more() {
    node.clock.pass(Duration.ofSeconds(2));
    edit(ana, 1, "x");
    delete(ana, 2);
    react(ana, 3, "'👍'");
    assertThat(ana.heard()).containsExactly("error#1 141", "error#2 141", "error#3 141");
  }

  @Test
  void while_the_log_does_not_answer_nobody_knows() {
    node.log.breakDown(true);
    edit(ana, 1, "x");
    assertThat(ana.heard()).contains("error#1 142").doesNotContain("ack#1 2");
  }

  @Test
  void a_bare_member_sees_edits_and_deletions_as_lines_and_no_reactions() {
    Person max = Person.bare(node, "max", "plaza", Language.ES);
    max.lines();
    edit(ana, 1, "adiós");
    react(bob, 2, "'👍'");
    delete(ana, 3);
    assertThat(max.lines()).containsExactly("Ana ✎ adiós", "Ana ✗");
  }

  private JsonNode history(Person who, String fields) {
    who.heard();
    who.sends(
        "{'type':'history',"
            + fields
            + (fields.isEmpty() || fields.endsWith(",") ? "" : ",")
            + "'id':8,'room':'plaza'}");
    return who.events().getLast();
  }

  private static long number(String cursor) {
    return Long.parseLong(cursor.substring(cursor.indexOf(':') + 1));
  }

  private void edit(Person who, long id, String text) {
    about(who, id, "edit", mid, "'text':'" + text + "'");
  }

  private void delete(Person who, long id) {
    about(who, id, "delete", mid, "'x':1");
  }

  private void react(Person who, long id, String set) {
    about(who, id, "react", mid, "'set':[" + set + "]");
  }

  private static void about(Person who, long id, String type, String mid, String fields) {
    who.sends(
        "{'type':'%s','id':%d,'room':'plaza','mid':'%s',%s}".formatted(type, id, mid, fields));
  }
}
