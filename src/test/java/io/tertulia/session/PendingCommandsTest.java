package io.tertulia.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.heart.HeartNode;
import io.tertulia.heart.Person;
import io.tertulia.protocol.CloseCode;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each command is answered exactly once, whatever is thrown on the way. */
class PendingCommandsTest {
  private final HeartNode node = new HeartNode();
  private Person ana;

  @BeforeEach
  void enter() {
    ana = node.guest("Ana");
    ana.joins("plaza");
    ana.heard();
  }

  @Test
  void what_could_not_be_asked_of_the_log_is_answered_and_can_be_asked_again() {
    node.log.fallOver(true);
    ana.sends("{'type':'say','id':1,'room':'plaza','text':'hola'}");
    ana.sends("{'type':'history','id':2,'room':'plaza'}");
    ana.sends("{'type':'join','id':3,'room':'patio'}");
    ana.sends("{'type':'hello','id':4,'rooms':{'cine':null,'calle':null}}");
    assertThat(ana.heard())
        .containsExactly(
            "error#1 199", "error#2 199", "error#3 140", "welcome#4", "error@4 140", "error@4 140");
    assertThat(ana.session().isQuiet()).isTrue();
    node.log.fallOver(false);
    ana.joins("patio");
    assertThat(ana.heard()).containsExactly("joined#7 patio 0..0");
  }

  @Test
  void a_reply_that_could_not_be_written_is_a_199() {
    node.log.hold();
    ana.sends("{'type':'history','id':1,'room':'plaza'}");
    ana.connection().failsOnce();
    node.log.release();
    node.settle();
    assertThat(ana.heard()).containsExactly("error#1 199");
    assertThat(ana.session().isQuiet()).isTrue();
  }

  @Test
  void a_session_that_can_say_nothing_any_more_sends_its_client_elsewhere() {
    node.log.hold();
    ana.sends("{'type':'history','id':1,'room':'plaza'}");
    ana.connection().fails(true);
    node.log.release();
    node.settle();
    assertThat(ana.connection().closed()).isEqualTo(CloseCode.MOVED);
  }

  @Test
  void a_session_that_fails_within_a_join_answers_all_that_was_asked_before_it_goes() {
    node.log.hold();
    ana.sends("{'type':'join','id':1,'room':'patio'}");
    ana.sends("{'type':'say','id':2,'room':'patio','text':'behind'}");
    ana.sends("{'type':'history','id':3,'room':'plaza'}");
    ana.connection().failsOnce();
    node.log.arrive();
    node.log.answer();
    node.log.arrive();
    node.settle();
    assertThat(ana.heard()).containsExactly("error#1 199", "error#2 199", "error#3 199");
    assertThat(ana.connection().closed()).isEqualTo(CloseCode.MOVED);
  }

  @Test
  void what_waits_behind_a_join_is_answered_when_the_session_gives_up() {
    node.log.hold();
    ana.sends("{'type':'join','id':1,'room':'patio'}");
    ana.sends("{'type':'say','id':2,'room':'patio','text':'hola'}");
    ana.session().giveUp(CloseCode.SERVICE_RESTART);
    assertThat(ana.heard()).containsExactly("error#1 141", "error#2 141");
  }

  @Test
  void a_place_whose_next_page_could_not_be_asked_for_asks_again() {
    Person bob = node.guest("Bob");
    bob.joins("plaza");
    ana.connection().stick();
    for (int i = 0; i < 200; i++) {
      bob.says("plaza", "x".repeat(100));
      node.pass(Duration.ofMillis(100));
    }
    long had = messages();
    node.log.fallOver(true);
    ana.connection().unstick();
    ana.session().writable();
    node.settle();
    node.log.fallOver(false);
    node.pass(Duration.ofSeconds(5));
    assertThat(ana.connection().closed()).isNull();
    assertThat(had + messages()).isEqualTo(200);
  }

  private long messages() {
    return ana.heard().stream().filter(it -> it.startsWith("message")).count();
  }
}
