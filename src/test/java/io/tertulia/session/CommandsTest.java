package io.tertulia.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.format.BareText;
import io.tertulia.heart.HeartNode;
import io.tertulia.heart.Person;
import io.tertulia.protocol.Body;
import io.tertulia.protocol.CloseCode;
import io.tertulia.protocol.Command;
import io.tertulia.protocol.Links;
import io.tertulia.room.memory.Retention;
import io.tertulia.session.timing.TimerWheel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every command is answered once, also when it cannot be carried out. */
class CommandsTest {
  private static final Duration TICK = Duration.ofMillis(TimerWheel.TICK);

  private final HeartNode node = new HeartNode();
  private final Person ana = node.guest("Ana");

  @BeforeEach
  void ana_is_in_the_plaza() {
    ana.joins("plaza");
    node.pass(Duration.ofSeconds(2));
    ana.heard();
  }

  @Test
  void typing_and_signals_reach_everybody_and_are_acked_only_when_they_have_an_id() {
    Person bob = node.guest("Bob", 1);
    bob.joins("plaza");
    bob.heard();
    ana.sends("{'type':'typing','room':'plaza','on':true}");
    ana.sends("{'type':'signal','id':3,'room':'plaza','topic':'dot','data':{'x':1}}");
    assertThat(bob.heard()).containsExactly("typing plaza Ana true", "signal plaza dot {\"x\":1}");
    assertThat(ana.heard())
        .containsExactly("typing plaza Ana true", "ack#3", "signal plaza dot {\"x\":1}");
  }

  @Test
  void typing_without_an_id_gets_no_answer_even_when_it_is_refused() {
    ana.sends("{'type':'typing','room':'patio','on':true}");
    ana.sends("{'type':'typing','id':4,'room':'patio','on':true}");
    assertThat(ana.heard()).containsExactly("error#4 121");
  }

  @Test
  void what_may_have_waited_while_the_node_stood_still_is_not_said_any_more() {
    String say = "{'type':'say','id':3,'room':'plaza','text':'hola'}";
    node.clock.pass(Duration.ofSeconds(2));
    ana.sends(say);
    ana.sends("{'type':'join','id':4,'room':'patio'}");
    node.pass(TICK); // It notices now; what came meanwhile may still be read.
    ana.sends(say);
    assertThat(ana.heard()).contains("error#3 141", "joined#4 patio 0..0").doesNotContain("ack#3");
    node.pass(Duration.ofSeconds(1));
    ana.sends(say);
    assertThat(ana.heard()).contains("ack#3 1");
  }

  @Test
  void a_reply_names_a_message_that_is_there() {
    ana.sends("{'type':'say','id':3,'room':'plaza','text':'uno'}");
    String mid = ana.events().getFirst().path("mid").asText();
    ana.sends("{'type':'say','id':4,'room':'plaza','text':'dos','replyTo':'" + mid + "'}");
    ana.sends("{'type':'say','id':5,'room':'plaza','text':'x','replyTo':'AAAAAAAAAAAAAAAA'}");
    List<JsonNode> events = ana.events();
    assertThat(events.get(1).path("replyTo").asText()).isEqualTo(mid);
    assertThat(events.get(2).path("code").asInt()).isEqualTo(123);
  }

  @Test
  void history_goes_in_both_directions() {
    for (String text : List.of("a", "b", "c", "d", "e")) {
      ana.says("plaza", text);
    }
    String first = ana.events().get(1).path("at").asText();
    assertThat(first).isNotEmpty();
    ana.sends("{'type':'history','id':1,'room':'plaza','limit':2}");
    JsonNode newest = ana.events().getFirst();
    String from = newest.path("from").asText();
    ana.sends("{'type':'history','id':2,'room':'plaza','after':'" + from + "'}");
    ana.sends("{'type':'history','id':3,'room':'plaza','after':'" + from + "','limit':1}");
    String before = newest.at("/entries/0/seq").asText();
    String cursor = from.substring(0, 9) + before;
    ana.sends("{'type':'history','id':4,'room':'plaza','before':'" + cursor + "','limit':2}");
    assertThat(newest.path("more").asBoolean()).isTrue();
    assertThat(ana.heard())
        .containsExactly("history#2 [4, 5]", "history#3 [4] more", "history#4 [2, 3] more");
  }

  @Test
  void history_is_cut_where_it_would_weigh_too_much_and_goes_on_from_there() {
    String text = "x".repeat(60_000);
    for (int i = 0; i < 10; i++) {
      ana.says("plaza", text);
    }
    ana.heard();
    ana.sends("{'type':'history','id':1,'room':'plaza','limit':200}");
    JsonNode page = ana.events().getFirst();
    assertThat(page.path("entries")).hasSize(4);
    assertThat(page.path("more").asBoolean()).isTrue();
    assertThat(page.path("from").asText()).endsWith(":6");
    ana.sends(
        "{'type':'history','id':2,'room':'plaza','after':'"
            + page.path("from").asText().replace(":6", ":2")
            + "'}");
    assertThat(ana.heard()).containsExactly("history#2 [3, 4, 5, 6] more");
  }

  @Test
  void above_the_rate_commands_are_refused_with_the_time_to_wait() {
    HeartNode strict = new HeartNode(retention(), 5);
    Person bob = strict.stranger();
    bob.sends("{'type':'hello','id':1}");
    for (int i = 2; i <= 10; i++) {
      bob.sends("{'type':'ping','id':" + i + "}");
    }
    assertThat(bob.heard()).hasSize(10).noneMatch(heard -> heard.startsWith("error"));
    bob.sends("{'type':'ping','id':11}\n{'type':'typing','room':'plaza','on':true}\nnonsense");
    List<JsonNode> refused = bob.events();
    assertThat(refused).hasSize(2).allMatch(error -> error.path("code").asInt() == 130);
    assertThat(refused.getFirst().path("retryable").asBoolean()).isTrue();
    long wait = refused.getFirst().path("retryAfter").asLong();
    assertThat(wait).isEqualTo(200);
    strict.clock.pass(Duration.ofMillis(wait - 1));
    bob.sends("{'type':'ping','id':12}");
    strict.clock.pass(Duration.ofMillis(1));
    bob.sends("{'type':'ping','id':13}");
    assertThat(bob.heard()).containsExactly("error#12 130", "pong#13");
  }

  @Test
  void more_under_way_than_allowed_is_refused_and_half_of_it_stops_the_reading() {
    node.log.hold();
    for (int i = 1; i <= HeartNode.PENDING / 2; i++) {
      assertThat(ana.connection().isRead()).isTrue();
      ana.sends(say(i));
    }
    assertThat(ana.connection().isRead()).isFalse();
    for (int i = HeartNode.PENDING / 2 + 1; i <= HeartNode.PENDING; i++) {
      ana.sends(say(i));
    }
    assertThat(ana.heard()).isEmpty();
    ana.sends(say(20));
    ana.sends("{'type':'history','id':21,'room':'plaza'}\n{'type':'join','id':22,'room':'patio'}");
    assertThat(ana.heard()).containsExactly("error#20 131", "error#21 131", "error#22 131");
    node.log.arrive();
    node.log.answer();
    node.settle();
    assertThat(ana.heard()).containsExactly("message plaza 1 1", "ack#1 1");
    assertThat(ana.connection().isRead()).isFalse();
    node.log.release();
    node.settle();
    assertThat(ana.heard()).hasSize(2 * (HeartNode.PENDING - 1));
    assertThat(ana.connection().isRead()).isTrue();
  }

  @Test
  void joins_under_way_count_too_and_are_over_when_they_are_answered() {
    node.log.hold();
    for (int i = 0; i < HeartNode.PENDING; i++) {
      ana.sends("{'type':'join','id':" + (i + 1) + ",'room':'r" + i + "'}");
    }
    ana.sends("{'type':'join','id':20,'room':'last'}");
    assertThat(ana.heard()).containsExactly("error#20 131");
    assertThat(ana.connection().isRead()).isFalse();
    ana.sends("{'type':'leave','id':21,'room':'r0'}");
    assertThat(ana.heard()).containsExactly("error#1 121", "ack#21");
    node.log.release();
    node.settle();
    assertThat(ana.heard()).hasSize(HeartNode.PENDING - 1).allMatch(s -> s.startsWith("joined"));
    assertThat(ana.connection().isRead()).isTrue();
    ana.joins("No!");
    ana.joins("last");
    assertThat(ana.heard()).containsExactly("error#7 120 room", "joined#7 last 0..0");
  }

  @Test
  void while_draining_commands_are_refused_and_those_under_way_are_answered() {
    node.log.hold();
    ana.sends(say(1));
    ana.session().drain(3_000, "restart");
    ana.sends(say(2));
    ana.sends("{'type':'typing','room':'plaza','on':true}");
    node.log.release();
    node.settle();
    assertThat(ana.heard())
        .containsExactly("goaway", "error#2 141", "message plaza 1 1", "ack#1 1");
  }

  @Test
  void a_session_that_gives_up_answers_everything_under_way_and_then_closes() {
    node.log.hold();
    ana.sends("{'type':'say','id':1,'room':'plaza','key':'a','text':'uno'}");
    ana.sends("{'type':'history','id':2,'room':'plaza'}");
    ana.sends("{'type':'join','id':3,'room':'patio'}");
    ana.sends("{'type':'hello','id':4,'rooms':{'cine':null}}");
    ana.sends("{'type':'say','id':5,'room':'plaza','key':'b','text':'dos'}");
    assertThat(ana.session().isQuiet()).isFalse();
    ana.heard();

    ana.session().giveUp(CloseCode.SERVICE_RESTART);

    assertThat(ana.heard())
        .containsExactly("error#3 141", "error@4 141", "error#1 142", "error#2 141", "error#5 142");
    assertThat(ana.connection().closed()).isEqualTo(CloseCode.SERVICE_RESTART);
    node.log.release();
    node.settle();
    assertThat(ana.heard()).as("each is answered once").isEmpty();
    assertThat(ana.session().isQuiet()).isTrue();
  }

  @Test
  void what_a_session_gave_up_was_stored_once_and_is_found_by_its_key() {
    node.log.hold();
    ana.sends("{'type':'say','id':1,'room':'plaza','key':'k','text':'hola'}");
    String credential = credentialOf(ana);
    ana.session().giveUp(CloseCode.SERVICE_RESTART);
    node.log.release();
    Person again = node.stranger();
    again.sends("{'type':'hello','id':1,'resume':'" + credential + "','rooms':{'plaza':null}}");
    again.heard();
    again.sends("{'type':'say','id':2,'room':'plaza','key':'k','text':'hola'}");
    assertThat(again.heard()).containsExactly("ack#2 1 dup");
  }

  @Test
  void a_bare_client_whose_say_is_given_up_is_told_in_a_line() {
    Person bob = Person.bare(node, "bob", "plaza", BareText.Language.EN);
    bob.lines();
    node.log.hold();
    bob.receives(new Command.Say(0, "plaza", null, new Body.Text("hola"), Links.NONE));
    bob.session().giveUp(CloseCode.SERVICE_RESTART);
    assertThat(bob.lines()).singleElement().asString().startsWith("! ");
  }

  @Test
  void a_client_that_is_sent_away_early_is_served_until_the_drain_comes_to_it() {
    ana.session().sendAway(3_000, "restart");
    ana.sends(say(1));
    ana.session().drain(500, "restart");
    ana.sends(say(2));
    assertThat(ana.heard())
        .containsExactly("goaway", "ack#1 1", "message plaza 1 1", "goaway", "error#2 141");
  }

  @Test
  void a_hello_whose_rooms_are_not_joined_yet_is_under_way() {
    node.log.hold();
    ana.sends("{'type':'hello','id':4,'rooms':{'cine':null}}");
    assertThat(ana.session().isQuiet()).isFalse();
    node.log.release();
    node.settle();
    assertThat(ana.session().isQuiet()).isTrue();
  }

  @Test
  void a_log_that_fails_leaves_a_say_unknown_and_everything_read_unavailable() {
    node.log.breakDown(true);
    ana.sends(say(1));
    ana.sends("{'type':'history','id':2,'room':'plaza'}");
    ana.sends(
        "{'type':'join','id':3,'room':'patio'}\n{'type':'hello','id':4,'rooms':{'cine':null}}");
    List<JsonNode> errors = ana.events().stream().filter(e -> e.has("code")).toList();
    assertThat(errors).extracting(e -> e.path("code").asInt()).containsExactly(142, 140, 140, 140);
    assertThat(errors).allMatch(e -> e.path("retryable").asBoolean());
    assertThat(errors.getLast().path("re").asInt()).isEqualTo(4);
    node.log.breakDown(false);
    ana.joins("patio");
    assertThat(ana.heard()).containsExactly("joined#7 patio 0..0");
  }

  @Test
  void a_say_that_was_stored_though_the_answer_failed_is_recognised_by_its_key() {
    node.log.breakDown(true);
    ana.sends("{'type':'say','id':1,'room':'plaza','key':'k','text':'hola'}");
    node.log.breakDown(false);
    ana.sends("{'type':'say','id':2,'room':'plaza','key':'k','text':'hola'}");
    assertThat(ana.heard()).containsExactly("error#1 142", "message plaza 1 hola", "ack#2 1 dup");
  }

  @Test
  void a_broken_command_in_the_middle_of_a_frame_costs_only_itself() {
    ana.sends(say(1) + "\n" + say(2) + "\n{'type':'say','id':3,\n" + say(4));
    assertThat(ana.heard())
        .containsExactly(
            "ack#1 1",
            "ack#2 2",
            "error 100",
            "ack#4 3",
            "message plaza 1 1",
            "message plaza 2 2",
            "message plaza 3 4");
  }

  @Test
  void presence_is_told_by_name_after_a_moment_and_a_reconnect_shows_nothing() {
    Person bob = node.guest("Bob");
    bob.joins("plaza");
    node.pass(Duration.ofMillis(500));
    assertThat(ana.heard()).containsExactly("presence plaza 2 +[Bob] -[]");
    bob.session().closed();
    node.pass(Duration.ofMillis(3_500));
    assertThat(ana.heard()).isEmpty();
    node.pass(Duration.ofSeconds(1));
    assertThat(ana.heard()).containsExactly("presence plaza 1 +[] -[Bob]");
  }

  private static String credentialOf(Person person) {
    person.heard();
    person.sends("{'type':'hello','id':8}");
    return person.events().getFirst().path("resume").asText();
  }

  private static String say(int id) {
    return "{'type':'say','id':%d,'room':'plaza','text':'%d'}".formatted(id, id);
  }

  private static Retention retention() {
    return new Retention(100, Duration.ofHours(1), 1 << 20, 1 << 24, Duration.ofMinutes(10), 1_000);
  }
}
