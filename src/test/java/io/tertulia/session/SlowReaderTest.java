package io.tertulia.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.heart.HeartNode;
import io.tertulia.heart.Person;
import io.tertulia.protocol.CloseCode;
import io.tertulia.room.memory.Retention;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that does not take what it is sent: nobody else notices, and it misses nothing. */
class SlowReaderTest {
  private static final int KEPT = 150;
  private static final String TEXT = "x".repeat(200);

  private final HeartNode node =
      new HeartNode(
          new Retention(
              KEPT, Duration.ofHours(1), 1 << 24, 1 << 26, Duration.ofMinutes(10), 100_000),
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
    slow.connection().stick();
  }

  @Test
  void what_waits_for_it_is_bounded_and_others_hear_everything() {
    say(100);
    assertThat(slow.connection().queuedBytes())
        .isBetween(HeartNode.QUEUE, HeartNode.QUEUE + 2 * TEXT.length());
    assertThat(ana.heard()).hasSize(200);
  }

  @Test
  void when_it_reads_again_it_gets_the_rest_from_the_log_and_is_live() {
    say(100);
    List<String> heard = new ArrayList<>(slow.heard());
    assertThat(heard).hasSizeBetween(20, 60);
    while (heard.size() < 100) {
      slow.connection().take(HeartNode.QUEUE);
      slow.session().writable();
      node.settle();
      heard.addAll(slow.heard());
    }
    slow.connection().unstick();
    slow.session().writable();
    say(1);
    heard.addAll(slow.heard());
    assertThat(heard).isEqualTo(IntStream.rangeClosed(1, 101).mapToObj(this::message).toList());
  }

  @Test
  void what_is_said_while_it_catches_up_comes_after_that() {
    say(100);
    List<String> heard = new ArrayList<>(slow.heard());
    node.log.hold();
    slow.connection().unstick();
    slow.session().writable();
    ana.says("plaza", TEXT);
    for (int i = 0; i < 30; i++) {
      node.log.arrive();
      node.log.answer();
      ana.says("plaza", TEXT);
      node.settle();
    }
    node.log.release();
    node.settle();
    heard.addAll(slow.heard());
    assertThat(heard)
        .isEqualTo(IntStream.rangeClosed(1, heard.size()).mapToObj(this::message).toList())
        .hasSizeGreaterThan(101);
  }

  @Test
  void typing_and_presence_are_dropped_first() {
    say(1 + (int) (HeartNode.QUEUE / 4 / TEXT.length()));
    slow.heard();
    ana.sends("{'type':'typing','room':'plaza','on':true}");
    node.guest("Eva").joins("plaza");
    node.pass(Duration.ofSeconds(1));
    say(1);
    assertThat(slow.heard()).singleElement().asString().startsWith("message plaza");
  }

  @Test
  void when_it_reads_again_it_gets_the_newest_signal_of_each_topic() {
    say(1 + (int) (HeartNode.QUEUE / 4 / TEXT.length()));
    for (String word : List.of("first", "second", "third")) {
      ana.sends(signal("map", word));
    }
    ana.sends(signal("mood", "calm"));
    slow.heard();
    slow.connection().unstick();
    node.pass(Duration.ofSeconds(2));
    ana.sends(signal("map", "fourth"));
    assertThat(slow.heard())
        .containsExactly(
            "signal plaza map \"third\"",
            "signal plaza mood \"calm\"",
            "signal plaza map \"fourth\"");
  }

  @Test
  void of_more_topics_than_are_kept_it_gets_the_newest_ones() {
    say(1 + (int) (HeartNode.QUEUE / 4 / TEXT.length()));
    for (int i = 0; i < 100; i++) {
      ana.sends(signal("topic-" + i, "here"));
    }
    slow.heard();
    slow.connection().unstick();
    node.pass(Duration.ofSeconds(2));
    assertThat(slow.heard())
        .hasSizeBetween(3, 10)
        .endsWith("signal plaza topic-98 \"here\"", "signal plaza topic-99 \"here\"");
  }

  @Test
  void a_signal_that_is_too_long_to_keep_costs_only_itself() {
    say(1 + (int) (HeartNode.QUEUE / 4 / TEXT.length()));
    ana.sends(signal("map", "here"));
    ana.sends(signal("mood", "x".repeat((int) HeartNode.QUEUE / 4)));
    slow.heard();
    slow.connection().unstick();
    node.pass(Duration.ofSeconds(2));
    assertThat(slow.heard()).containsExactly("signal plaza map \"here\"");
  }

  @Test
  void what_was_shed_of_a_room_that_it_left_is_not_told() {
    say(1 + (int) (HeartNode.QUEUE / 4 / TEXT.length()));
    ana.sends(signal("map", "first"));
    slow.sends("{'type':'leave','id':1,'room':'plaza'}");
    slow.heard();
    slow.connection().unstick();
    node.pass(Duration.ofSeconds(2));
    assertThat(slow.heard()).isEmpty();
  }

  @Test
  void where_the_log_moved_on_meanwhile_it_is_told_and_goes_on() {
    say(100);
    int had = slow.heard().size();
    say(KEPT);
    slow.connection().unstick();
    slow.session().writable();
    node.settle();
    List<String> heard = slow.heard();
    assertThat(had).isLessThan(100);
    assertThat(heard.getFirst()).isEqualTo("reset plaza trimmed 100");
    assertThat(heard.subList(1, heard.size()))
        .isEqualTo(IntStream.rangeClosed(101, 100 + KEPT).mapToObj(this::message).toList());
  }

  @Test
  void what_could_not_be_written_is_read_in_a_while_though_nothing_is_said_after_it() {
    slow.connection().unstick();
    say(1);
    slow.connection().fails(true);
    say(1);
    slow.connection().fails(false);
    assertThat(slow.heard()).containsExactly(message(1));
    node.pass(Duration.ofSeconds(2));
    assertThat(slow.heard()).containsExactly(message(2));
  }

  @Test
  void a_session_whose_page_could_not_be_written_goes_so_that_it_comes_back_with_its_cursor() {
    say(100);
    slow.connection().unstick();
    slow.connection().fails(true);
    slow.session().writable();
    node.settle();
    assertThat(slow.connection().closed()).isEqualTo(CloseCode.MOVED);
  }

  @Test
  void a_connection_that_goes_while_it_catches_up_leaves_nothing_behind() {
    say(100);
    node.log.hold();
    slow.connection().unstick();
    slow.session().writable();
    slow.heard();
    slow.session().closed();
    node.log.release();
    node.settle();
    assertThat(slow.heard()).isEmpty();
    ana.sends("{'type':'leave','id':1,'room':'plaza'}");
    assertThat(node.rooms.size()).isZero();
  }

  @Test
  void a_log_that_fails_while_it_catches_up_is_asked_again_a_second_later() {
    say(100);
    int had = slow.heard().size();
    node.log.breakDown(true);
    slow.connection().unstick();
    slow.session().writable();
    node.settle();
    assertThat(slow.heard()).isEmpty();
    node.log.breakDown(false);
    node.settle();
    assertThat(slow.heard()).isEmpty();
    node.pass(Duration.ofSeconds(2));
    assertThat(slow.heard()).hasSize(100 - had);
  }

  @Test
  void it_goes_on_though_nobody_tells_that_there_is_room_again() {
    say(100);
    int had = slow.heard().size();
    node.pass(Duration.ofSeconds(26));
    slow.connection().unstick();
    node.pass(Duration.ofSeconds(2));
    assertThat(slow.heard()).hasSize(100 - had);
    assertThat(slow.connection().isRead()).isTrue();
  }

  @Test
  void its_own_commands_are_not_read_until_it_takes_the_answers() {
    say(100);
    slow.sends("{'type':'ping','id':1}");
    assertThat(slow.connection().isRead()).isFalse();
    slow.connection().unstick();
    slow.session().writable();
    assertThat(slow.connection().isRead()).isTrue();
  }

  @Test
  void long_answers_are_refused_while_earlier_ones_wait() {
    say(100);
    slow.heard();
    slow.sends(
        "{'type':'history','id':1,'room':'plaza'}\n{'type':'members','id':2,'room':'plaza'}");
    assertThat(slow.heard()).containsExactly("error#1 131", "error#2 131");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 24, 26})
  void after_half_a_minute_without_a_byte_accepted_it_is_closed(int quiet) {
    node.pass(Duration.ofSeconds(quiet));
    say(100);
    slow.sends("{'type':'ping','id':1}");
    node.pass(Duration.ofSeconds(29));
    assertThat(slow.connection().closed()).isNull();
    node.pass(Duration.ofSeconds(4));
    assertThat(slow.connection().closed()).isEqualTo(CloseCode.TOO_SLOW);
    assertThat(ana.connection().closed()).isNull();
  }

  @Test
  void one_that_takes_a_little_now_and_then_is_not_closed() {
    say(100);
    slow.sends("{'type':'ping','id':1}");
    for (int i = 0; i < 10; i++) {
      node.pass(Duration.ofSeconds(20));
      slow.connection().take(1);
    }
    assertThat(slow.connection().closed()).isNull();
  }

  private static String signal(String topic, String data) {
    return "{'type':'signal','room':'plaza','topic':'" + topic + "','data':'" + data + "'}";
  }

  private void say(int times) {
    for (int i = 0; i < times; i++) {
      ana.says("plaza", TEXT);
    }
  }

  private String message(int seq) {
    return "message plaza " + seq + " " + TEXT;
  }
}
