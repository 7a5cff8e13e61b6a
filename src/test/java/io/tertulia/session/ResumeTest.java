package io.tertulia.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.heart.HeartNode;
import io.tertulia.heart.Person;
import io.tertulia.room.memory.Retention;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Coming back with a cursor. */
class ResumeTest {
  private static final int CATCHUP = HeartNode.LIMITS.catchup();

  private final HeartNode node =
      new HeartNode(
          new Retention(
              CATCHUP + 100,
              Duration.ofHours(1),
              1 << 24,
              1 << 26,
              Duration.ofMinutes(10),
              100_000),
          10_000);
  private final Person ana = node.guest("Ana");
  private final Person bob = node.guest("Bob");
  private String start = "";

  @BeforeEach
  void ana_is_in_the_plaza() {
    ana.joins("plaza");
    start = ana.events().getFirst().path("from").asText();
  }

  @Test
  void a_member_who_comes_back_gets_what_it_missed_once() {
    say(3);
    resume(at(1));
    say(1);
    assertThat(bob.heard())
        .containsExactly(
            "joined#7 plaza 1..3", "message plaza 2 .", "message plaza 3 .", "message plaza 4 .");
  }

  @Test
  void a_member_who_missed_nothing_goes_on_live() {
    say(2);
    resume(at(2));
    say(1);
    assertThat(bob.heard()).containsExactly("joined#7 plaza 2..2", "message plaza 3 .");
  }

  @Test
  void a_member_who_missed_several_pages_gets_all_of_them() {
    say(350);
    resume(at(0));
    assertThat(bob.heard())
        .isEqualTo(Stream.concat(Stream.of("joined#7 plaza 0..350"), messages(1, 350)).toList());
  }

  @Test
  void exactly_as_much_as_may_be_caught_up_is_caught_up() {
    say(CATCHUP);
    resume(at(0));
    assertThat(bob.heard())
        .hasSize(1 + CATCHUP)
        .last()
        .isEqualTo("message plaza " + CATCHUP + " .");
  }

  @Test
  void who_missed_more_goes_on_at_the_head_and_is_told() {
    say(CATCHUP + 1);
    resume(at(0));
    say(1);
    int head = CATCHUP + 1;
    assertThat(bob.heard())
        .containsExactly(
            "joined#7 plaza %d..%d".formatted(head, head),
            "reset plaza behind " + head,
            "message plaza %d .".formatted(head + 1));
  }

  @Test
  void a_cursor_from_the_future_is_answered_with_reset_unknown() {
    say(2);
    resume(at(9));
    say(1);
    assertThat(bob.heard())
        .containsExactly("joined#7 plaza 2..2", "reset plaza unknown 2", "message plaza 3 .");
  }

  @Test
  void a_cursor_of_another_epoch_is_answered_with_reset_epoch_and_everything() {
    say(2);
    resume("zzzzzzzz:1");
    assertThat(bob.heard())
        .containsExactly(
            "joined#7 plaza 0..2", "reset plaza epoch 0", "message plaza 1 .", "message plaza 2 .");
  }

  @Test
  void a_cursor_below_what_is_kept_is_answered_with_reset_trimmed() {
    say(CATCHUP + 200);
    resume(at(50));
    List<String> heard = bob.heard();
    assertThat(heard)
        .startsWith(
            "joined#7 plaza 1200..1200", "reset plaza trimmed 100", "reset plaza behind 1200");
    assertThat(heard).hasSize(3);
  }

  @Test
  void a_trimmed_cursor_is_followed_by_all_that_is_kept() {
    node.pass(Duration.ofMinutes(50));
    say(3);
    node.pass(Duration.ofMinutes(50));
    say(2);
    node.pass(Duration.ofMinutes(20));
    node.memory.tick();
    Person eva = node.guest("Eva");
    eva.sends("{'type':'join','id':7,'room':'plaza','since':'" + at(1) + "'}");
    assertThat(eva.heard())
        .containsExactly(
            "joined#7 plaza 3..5",
            "reset plaza trimmed 3",
            "message plaza 4 .",
            "message plaza 5 .");
  }

  @Test
  void a_malformed_cursor_is_refused_and_nothing_is_joined() {
    for (String cursor :
        List.of(
            "",
            "x",
            "abcdefgh",
            "abcdefgh:-1",
            "abcdefgh:01",
            "ABCDEFGH:1",
            "abcdefgh:9999999999999999",
            "abcdefgh:1 ",
            "abcdefghi:1",
            "abcdefgh:1e3")) {
      resume(cursor);
      assertThat(bob.heard()).as(cursor).containsExactly("error#7 102 since");
    }
    bob.sends("{'type':'join','id':7,'room':'plaza','since':5}");
    assertThat(bob.heard()).containsExactly("error#7 102 since");
    bob.says("plaza", "hola");
    assertThat(bob.heard()).containsExactly("error#9 121");
  }

  @Test
  void many_rooms_in_one_hello_are_each_answered() {
    say(2);
    Person eva = node.stranger();
    eva.sends(
        "{'type':'hello','id':5,'name':'Eva','rooms':{'plaza':'%s','patio':null,'No!':null,'x':'bad','y':7}}"
            .formatted(at(1)));
    assertThat(eva.heard())
        .containsExactly(
            "welcome#5",
            "error@5 120 room",
            "error@5 102 since",
            "error@5 102 since",
            "joined@5 plaza 1..2",
            "joined@5 patio 0..0",
            "message plaza 2 .");
  }

  @Test
  void a_session_that_is_behind_in_many_rooms_has_one_page_under_way_and_reads_nothing_twice() {
    List<String> rooms = IntStream.range(0, 15).mapToObj(i -> "room-" + i).toList();
    StringBuilder asked = new StringBuilder();
    for (String room : rooms) {
      ana.joins(room);
      String from = ana.events().getLast().path("from").asText();
      IntStream.range(0, 8).forEach(i -> ana.says(room, "x".repeat(200)));
      ana.heard();
      asked.append(asked.isEmpty() ? "" : ",").append("'%s':'%s'".formatted(room, from));
    }
    Person eva = node.stranger();
    eva.connection().stick();
    node.log.hold();
    eva.sends("{'type':'hello','id':5,'name':'Eva','rooms':{" + asked + "}}");
    answerAll();
    eva.heard();

    int pages = 0;
    int messages = 0;
    for (int turn = 0; turn < 100; turn++) {
      eva.connection().take(HeartNode.QUEUE);
      eva.session().writable();
      node.settle();
      while (node.log.underWay() > 0) {
        assertThat(node.log.underWay()).isOne();
        pages++;
        node.log.arrive();
        node.log.answer();
        node.settle();
      }
      messages += (int) eva.heard().stream().filter(line -> line.startsWith("message")).count();
    }
    assertThat(messages).isEqualTo(8 * rooms.size());
    assertThat(pages).isLessThanOrEqualTo(2 * rooms.size());
  }

  private void answerAll() {
    while (node.log.arrive() || node.log.answer()) {
      // The answers of the positions only: what comes of them runs later.
    }
  }

  private void say(int times) {
    for (int i = 0; i < times; i++) {
      ana.says("plaza", ".");
    }
  }

  private void resume(String cursor) {
    bob.sends("{'type':'join','id':7,'room':'plaza','since':'" + cursor + "'}");
  }

  private String at(int seq) {
    return start.replace(":0", ":" + seq);
  }

  private static Stream<String> messages(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(seq -> "message plaza " + seq + " .");
  }
}
