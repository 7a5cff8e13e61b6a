package io.tertulia.session.growing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.format.BareText.Language;
import io.tertulia.heart.HeartNode;
import io.tertulia.heart.Person;
import io.tertulia.room.memory.Retention;
import io.tertulia.security.token.SignedTokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A message that is told in parts, from its first word to its last. */
class GrowingTest {
  private final HeartNode node =
      new HeartNode(
          new Retention(
              2_000, Duration.ofHours(1), 1 << 24, 1 << 26, Duration.ofMinutes(10), 100_000),
          100_000);
  private final Person ana = node.guest("Ana");
  private final Person bob = node.guest("Bob", 1);
  private final Screen screen = new Screen();

  @BeforeEach
  void both_are_in_the_plaza() {
    ana.joins("plaza");
    bob.joins("plaza");
    node.pass(Duration.ofSeconds(2));
    ana.heard();
    bob.heard();
  }

  @Test
  void its_parts_come_as_they_are_said_and_two_entries_are_kept() {
    String mid = grows("Once");
    appends(mid, 4, " upon");
    appends(mid, 9, " a time");
    JsonNode acked = finishes(mid, "done");
    assertThat(acked.path("seq").asLong()).isEqualTo(2);
    screen.take(bob.events());
    assertThat(screen.text(mid)).isEqualTo("Once upon a time");
    assertThat(screen.shown(mid).path("status").asText()).isEqualTo("done");
    assertThat(screen.shown(mid).has("grow")).isFalse();
    assertThat(screen.types()).containsExactly("message", "append", "append", "finish");
  }

  @Test
  void the_entry_and_the_parts_and_the_end_are_what_the_protocol_says() {
    ana.sends("{'type':'say','id':1,'room':'plaza','key':'k','grow':true}");
    JsonNode message = bob.events().getFirst();
    String mid = message.path("mid").asText();
    assertThat(message.path("grow").asBoolean()).isTrue();
    assertThat(message.path("text").asText("?")).isEmpty();
    appends(mid, 0, "hi");
    assertThat(bob.events().getFirst().toString())
        .isEqualTo(
            "{\"type\":\"append\",\"room\":\"plaza\",\"mid\":\"%s\",\"at\":0,\"text\":\"hi\"}"
                .formatted(mid));
    finishes(mid, "cancelled");
    JsonNode finish = bob.events().getFirst();
    assertThat(finish.path("ref").asText()).isEqualTo(mid);
    assertThat(finish.path("by").path("name").asText()).isEqualTo("Ana");
    assertThat(finish.path("status").asText()).isEqualTo("cancelled");
    assertThat(finish.path("text").asText()).isEqualTo("hi");
    assertThat(finish.path("n").asLong()).isEqualTo(1);
  }

  @Test
  void who_loads_it_while_it_grows_goes_on_from_there() {
    String mid = grows("one");
    appends(mid, 3, " two");
    bob.heard();
    Screen late = new Screen();
    Person eva = node.guest("Eva");
    eva.joins("plaza");
    eva.sends("{'type':'history','id':5,'room':'plaza'}");
    appends(mid, 7, " three");
    late.take(eva.events());
    assertThat(late.text(mid)).isEqualTo("one two three");
  }

  @Test
  void who_resumes_has_the_whole_at_once() {
    String mid = grows("one");
    String cursor = cursor();
    for (String since : List.of(cursor, cursor.substring(0, 9) + "0")) {
      Screen resumed = new Screen();
      Person eva = node.guest("Eva");
      if (since.equals(cursor)) {
        resumed.hold(mid, "on");
      }
      appends(mid, length(), " more");
      eva.sends("{'type':'join','id':7,'room':'plaza','since':'" + since + "'}");
      resumed.take(eva.events());
      assertThat(resumed.text(mid)).isEqualTo(text());
      appends(mid, length(), " and more");
      resumed.take(eva.events());
      assertThat(resumed.text(mid)).isEqualTo(text());
    }
  }

  @Test
  void a_history_that_is_behind_the_stream_does_not_take_back_what_was_heard() {
    String mid = grows("one");
    screen.take(bob.events());
    node.log.hold();
    bob.sends("{'type':'history','id':5,'room':'plaza'}");
    node.log.arrive();
    appends(mid, 3, " two");
    node.log.release();
    node.settle();
    appends(mid, 7, " three");
    screen.take(bob.events());
    assertThat(screen.text(mid)).isEqualTo("one two three");
  }

  @Test
  void a_slow_reader_gets_the_whole_once_instead_of_the_parts() {
    String mid = grows("");
    screen.take(bob.events());
    bob.connection().stick();
    String part = "x".repeat(500);
    for (int i = 0; i < 100; i++) {
      appends(mid, 500L * i, part);
    }
    ana.heard();
    assertThat(bob.connection().queuedBytes()).isLessThan(HeartNode.QUEUE);
    bob.connection().unstick();
    bob.session().writable();
    node.pass(Duration.ofSeconds(2));
    List<JsonNode> heard = bob.events();
    screen.take(heard);
    assertThat(screen.text(mid)).isEqualTo(part.repeat(100));
    assertThat(heard).hasSizeLessThan(12);
    appends(mid, 50_000, "!");
    screen.take(bob.events());
    assertThat(screen.text(mid)).endsWith("x!");
  }

  @Test
  void what_is_lost_on_the_way_comes_with_the_next_part_or_a_moment_later() {
    String mid = grows("a");
    screen.take(bob.events());
    node.bus.hold();
    appends(mid, 1, "b");
    node.bus.lose();
    node.bus.release();
    appends(mid, 2, "c");
    screen.take(bob.events());
    assertThat(screen.text(mid)).isEqualTo("abc");
    node.bus.hold();
    appends(mid, 3, "d");
    node.bus.lose();
    node.bus.release();
    node.pass(Duration.ofSeconds(3));
    screen.take(bob.events());
    assertThat(screen.text(mid)).isEqualTo("abcd");
  }

  @Test
  void whose_author_is_silent_for_half_a_minute_is_interrupted_with_what_was_acknowledged() {
    String mid = grows("a");
    appends(mid, 1, "b");
    node.pass(Duration.ofSeconds(29));
    assertThat(bob.heard()).noneMatch(line -> line.startsWith("finish"));
    node.pass(Duration.ofSeconds(4));
    JsonNode finish = bob.events().getLast();
    assertThat(finish.path("type").asText()).isEqualTo("finish");
    assertThat(finish.path("status").asText()).isEqualTo("interrupted");
    assertThat(finish.path("text").asText()).isEqualTo("ab");
    assertThat(finish.path("by").path("name").asText()).isEqualTo("Ana");
    ana.heard();
    appends(mid, 2, "c");
    assertThat(ana.heard()).containsExactly("error#8 124");
    ana.sends(finish(mid, "done"));
    assertThat(ana.heard()).containsExactly("error#8 124");
    node.pass(Duration.ofMinutes(2));
    assertThat(bob.heard()).isEmpty();
  }

  @Test
  void what_does_not_belong_there_is_refused() {
    String mid = grows("12345");
    ana.heard();
    appends(mid, 7, "x");
    JsonNode wrong = ana.events().getFirst();
    assertThat(wrong.path("code").asInt()).isEqualTo(125);
    assertThat(wrong.path("length").asInt()).isEqualTo(5);
    assertThat(wrong.path("retryable").asBoolean()).isFalse();
    appends(mid, 3, "45");
    assertThat(ana.heard()).containsExactly("ack#8");
    appends(mid, 5, "x".repeat(65_536));
    assertThat(ana.heard()).containsExactly("error#8 103 text");
    appends("AAAAAAAAAAAAAAAA", 0, "x");
    ana.sends("{'type':'append','id':8,'room':'plaza','mid':'" + mid + "','at':5,'text':''}");
    ana.sends("{'type':'append','id':8,'room':'plaza','mid':'" + mid + "','text':'x'}");
    ana.sends("{'type':'append','id':8,'room':'plaza','mid':'" + mid + "','at':5,'text':'\\r'}");
    ana.sends("{'type':'say','id':8,'room':'plaza','grow':true,'data':1}");
    ana.sends(finish(mid, "interrupted"));
    ana.sends("{'type':'edit','id':8,'room':'plaza','mid':'" + mid + "','text':'x'}");
    assertThat(ana.heard())
        .containsExactly(
            "error#8 123",
            "error#8 102 text",
            "error#8 102 at",
            "error#8 102 text",
            "error#8 102 data",
            "error#8 102 status",
            "error#8 102 mid");
    bob.heard();
    bob.sends(part(mid, 5, "x"));
    bob.sends(finish(mid, "done"));
    assertThat(bob.heard()).containsExactly("error#8 113", "error#8 113");
  }

  @Test
  void it_ends_once_and_saying_so_again_with_the_same_key_is_the_same() {
    String mid = grows("a");
    ana.heard();
    String again = finish(mid, "done").replace("'id'", "'key':'f','id'");
    ana.sends(again);
    ana.sends(again);
    ana.sends(finish(mid, "cancelled"));
    assertThat(ana.heard()).containsExactly("ack#8 2", "finish", "ack#8 2 dup", "error#8 124");
  }

  @Test
  void a_say_that_is_repeated_goes_on_where_it_is() {
    String say = "{'type':'say','id':1,'room':'plaza','key':'k','grow':true,'text':'a'}";
    ana.sends(say);
    String mid = ana.events().getFirst().path("mid").asText();
    appends(mid, 1, "b");
    ana.heard();
    ana.sends(say);
    assertThat(ana.heard()).containsExactly("ack#1 1 dup");
    appends(mid, 2, "c");
    assertThat(finishes(mid, "done").path("seq").asLong()).isEqualTo(2);
    assertThat(bob.events().getLast().path("text").asText()).isEqualTo("abc");
  }

  @Test
  void when_it_is_deleted_it_has_ended_and_its_text_is_gone() {
    String mid = grows("secret");
    ana.heard();
    ana.sends("{'type':'delete','id':8,'room':'plaza','mid':'" + mid + "'}");
    ana.heard();
    appends(mid, 6, "s");
    ana.sends(finish(mid, "done"));
    assertThat(ana.heard()).containsExactly("error#8 124", "error#8 124");
    bob.heard();
    node.pass(Duration.ofMinutes(1));
    assertThat(bob.heard()).isEmpty();
    bob.sends("{'type':'history','id':5,'room':'plaza','kinds':'all'}");
    assertThat(bob.events().toString()).doesNotContain("secret");
  }

  @Test
  void what_has_ended_can_be_edited_and_deleted_like_any_other() {
    String mid = grows("old");
    finishes(mid, "done");
    ana.heard();
    ana.sends("{'type':'edit','id':8,'room':'plaza','mid':'" + mid + "','text':'new'}");
    bob.heard();
    JsonNode edited = history().getFirst();
    assertThat(edited.path("text").asText()).isEqualTo("new");
    assertThat(edited.has("status")).isFalse();
    assertThat(edited.has("grow")).isFalse();
    ana.sends("{'type':'delete','id':8,'room':'plaza','mid':'" + mid + "'}");
    bob.heard();
    bob.sends("{'type':'history','id':5,'room':'plaza','kinds':'all'}");
    assertThat(bob.events().getLast().toString()).doesNotContain("old").doesNotContain("new");
  }

  @Test
  void later_it_is_one_message_that_says_all_of_it() {
    String mid = grows("one");
    appends(mid, 3, " \"two\"");
    finishes(mid, "done");
    bob.heard();
    List<JsonNode> page = history();
    assertThat(page).hasSize(1);
    assertThat(page.getFirst().path("text").asText()).isEqualTo("one \"two\"");
    assertThat(page.getFirst().path("status").asText()).isEqualTo("done");
    assertThat(page.getFirst().has("grow")).isFalse();
    assertThat(page.getFirst().has("edited")).isFalse();
    assertThat(page.getFirst().path("rev").asLong()).isEqualTo(2);
  }

  @Test
  void a_client_that_reads_lines_sees_it_when_it_has_ended() {
    Person luz = Person.bare(node, "Luz", "plaza", Language.ES);
    luz.lines();
    String mid = grows("ho");
    appends(mid, 2, "la");
    assertThat(luz.lines()).isEmpty();
    finishes(mid, "done");
    assertThat(luz.lines()).containsExactly("Ana: hola");
  }

  @Test
  void who_is_muted_meanwhile_appends_nothing_and_it_is_interrupted_all_the_same() {
    Person owner = node.stranger();
    String token = SignedTokens.of("eva", "Eva", node.clock.millis() + 86_400_000);
    owner.sends("{'type':'hello','id':1,'token':'" + token + "'}");
    owner.sends("{'type':'room','id':1,'room':'club','say':'all'}");
    assertThat(owner.heard()).contains("ack#1 1");
    ana.joins("club");
    bob.joins("club");
    ana.heard();
    ana.sends("{'type':'say','id':1,'room':'club','grow':true,'text':'a'}");
    JsonNode message =
        ana.events().stream().filter(one -> one.has("grow")).findFirst().orElseThrow();
    String mid = message.path("mid").asText();
    String who = message.path("from").path("id").asText();
    owner.sends("{'type':'mute','id':2,'room':'club','user':'" + who + "'}");
    ana.heard();
    ana.sends(part(mid, 1, "b").replace("plaza", "club"));
    assertThat(ana.heard()).containsExactly("error#8 113");
    bob.heard();
    node.pass(Duration.ofSeconds(33));
    assertThat(bob.events().getLast().path("status").asText()).isEqualTo("interrupted");
  }

  private final StringBuilder said = new StringBuilder();

  private String grows(String text) {
    said.append(text);
    ana.sends("{'type':'say','id':1,'room':'plaza','grow':true,'text':'" + text + "'}");
    return ana.events().stream()
        .filter(one -> one.has("grow"))
        .findFirst()
        .orElseThrow()
        .path("mid")
        .asText();
  }

  private void appends(String mid, long at, String text) {
    said.append(text);
    ana.sends(part(mid, at, text.replace("\"", "\\\"")));
  }

  private static String part(String mid, long at, String text) {
    return "{'type':'append','id':8,'room':'plaza','mid':'%s','at':%d,'text':'%s'}"
        .formatted(mid, at, text);
  }

  private static String finish(String mid, String status) {
    return "{'type':'finish','id':8,'room':'plaza','mid':'%s','status':'%s'}"
        .formatted(mid, status);
  }

  private JsonNode finishes(String mid, String status) {
    ana.heard();
    ana.sends(finish(mid, status));
    return ana.events().getFirst();
  }

  private List<JsonNode> history() {
    bob.sends("{'type':'history','id':5,'room':'plaza'}");
    List<JsonNode> entries = new ArrayList<>();
    bob.events().getLast().path("entries").forEach(entries::add);
    return entries;
  }

  private String cursor() {
    bob.heard();
    bob.joins("plaza");
    return bob.events().getFirst().path("head").asText();
  }

  private String text() {
    return said.toString();
  }

  private int length() {
    return said.length();
  }
}
