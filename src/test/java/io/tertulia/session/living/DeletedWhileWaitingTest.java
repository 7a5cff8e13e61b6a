package io.tertulia.session.living;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.format.BareText.Language;
import io.tertulia.heart.HeartNode;
import io.tertulia.heart.Person;
import io.tertulia.room.memory.Retention;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was deleted waits for nobody: neither on its way to a slow reader nor in a page. */
class DeletedWhileWaitingTest {
  private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

  private final HeartNode node =
      new HeartNode(
          new Retention(500, Duration.ofHours(1), 1 << 24, 1 << 26, Duration.ofMinutes(10), 1_000),
          10_000);
  private final Person ana = node.guest("Ana");
  private final Person slow = node.guest("Slow", 1);

  @BeforeEach
  void both_are_in_the_plaza() {
    ana.joins("plaza");
    slow.joins("plaza");
    node.pass(Duration.ofSeconds(1));
    ana.heard();
    slow.heard();
  }

  @Test
  void who_does_not_take_in_time_what_was_deleted_is_ended_with_all_that_waits() {
    slow.connection().stick();
    deletes(says("secret"));
    node.pass(Duration.ofMillis(500));
    assertThat(slow.connection().isAborted()).isFalse();
    node.pass(TWO_SECONDS.minusMillis(500));
    assertThat(slow.connection().isAborted()).isTrue();
    assertThat(slow.connection().queuedBytes()).isZero();
    assertThat(slow.session().isQuiet()).isTrue();
  }

  @Test
  void what_is_deleted_a_little_later_is_gone_in_time_too() {
    slow.connection().stick();
    String first = says("first");
    String second = says("second");
    deletes(first);
    long waiting = slow.connection().queuedBytes();
    node.pass(Duration.ofMillis(200));
    deletes(second);
    slow.connection().take(waiting - 1);
    node.pass(TWO_SECONDS.minusMillis(200));
    assertThat(slow.connection().isAborted()).as("the second still waits").isTrue();
  }

  @Test
  void who_takes_it_in_time_stays_and_hears_that_it_was_deleted() {
    slow.connection().stick();
    deletes(says("secret"));
    node.pass(Duration.ofMillis(500));
    slow.connection().unstick();
    node.pass(TWO_SECONDS);
    assertThat(slow.connection().isAborted()).isFalse();
    assertThat(slow.heard()).containsExactly("message plaza 1 secret", "delete plaza 2");
  }

  @Test
  void who_is_slow_with_something_else_stays() {
    String mid = says("secret");
    slow.heard();
    slow.connection().stick();
    says("other");
    deletes(mid);
    node.pass(Duration.ofSeconds(5));
    assertThat(slow.connection().isAborted()).isFalse();
    assertThat(slow.heard()).contains("message plaza 2 other", "delete plaza 3");
  }

  @Test
  void who_keeps_up_notices_nothing() {
    deletes(says("secret"));
    node.pass(Duration.ofSeconds(5));
    assertThat(slow.heard()).contains("message plaza 1 secret", "delete plaza 2");
    assertThat(slow.connection().isAborted()).isFalse();
  }

  @Test
  void of_lines_nobody_can_say_which_it_is_so_all_that_wait_have_to_be_taken() {
    Person max = Person.bare(node, "max", "plaza", Language.ES);
    String mid = says("secret");
    max.lines();
    max.connection().stick();
    says("other");
    deletes(mid);
    node.pass(TWO_SECONDS);
    assertThat(max.connection().isAborted()).isTrue();
  }

  @Test
  void a_page_that_was_read_before_it_is_read_again() {
    String mid = says("secret");
    String edit = "{'type':'edit','id':1,'room':'plaza','mid':'" + mid + "','text':'secret two'}";
    ana.sends(edit);
    slow.sends("{'type':'history','id':1,'room':'plaza'}");
    String start = slow.events().getLast().path("from").asText();
    Person late = node.guest("Late");
    node.log.hold();
    late.sends("{'type':'join','id':3,'room':'plaza','since':'" + start + "'}");
    assertThat(node.log.arrive()).as("the page is read").isTrue();
    ana.sends("{'type':'delete','id':4,'room':'plaza','mid':'" + mid + "'}");
    assertThat(node.log.arrive()).as("it is deleted").isTrue();
    node.settle();
    node.log.release();
    node.settle();
    List<String> heard = late.heard();
    assertThat(heard)
        .containsExactly(
            "joined#3 plaza 0..2", "message plaza 1 gone", "edit plaza 2", "delete plaza 3");
  }

  @Test
  void a_page_of_who_is_behind_is_read_again_too_and_once_is_enough() {
    slow.connection().stick();
    for (int i = 0; i < 60; i++) {
      says("x".repeat(200));
    }
    String mid = says("secret");
    node.log.hold();
    slow.heard();
    slow.connection().unstick();
    slow.session().writable();
    node.settle();
    while (node.log.arrive()) {
      // the page that has it
    }
    ana.sends("{'type':'delete','id':4,'room':'plaza','mid':'" + mid + "'}");
    assertThat(node.log.arrive()).isTrue();
    node.settle();
    node.log.release();
    node.settle();
    assertThat(slow.heard())
        .contains("message plaza 61 gone", "delete plaza 62")
        .doesNotHaveDuplicates()
        .noneMatch(heard -> heard.contains("secret"));
  }

  private String says(String text) {
    ana.heard();
    ana.says("plaza", text);
    return ana.events().stream()
        .filter(event -> event.path("type").asText().equals("message"))
        .findAny()
        .orElseThrow()
        .path("mid")
        .asText();
  }

  private void deletes(String mid) {
    ana.sends("{'type':'delete','id':2,'room':'plaza','mid':'" + mid + "'}");
  }
}
