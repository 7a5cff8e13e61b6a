package io.tertulia.ops.drain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.heart.HeartNode;
import io.tertulia.heart.Person;
import io.tertulia.protocol.CloseCode;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The goodbye to one client, by a clock that the test moves and a loop that is late. */
class SocketDrainTest {
  private static final String SAY = "{'type':'say','id':5,'room':'plaza','text':'hola'}";

  private final HeartNode node = new HeartNode();
  private Person ana;
  private SocketDrain socketDrain;

  @BeforeEach
  void enter() {
    ana = node.guest("Ana");
    ana.joins("plaza");
    ana.heard();
    socketDrain =
        new SocketDrain(
            ana.session(),
            node.loops.getFirst(),
            SocketDrain.Cause.RESTART,
            node.clock.millis(),
            node.clock::millis);
  }

  @Test
  void a_client_that_is_told_late_has_all_the_time_that_it_is_told() {
    for (int i = 0; i < 100; i++) {
      step(false);
      node.clock.pass(Duration.ofMillis(50));
    }
    node.settle();
    long after = goaway().path("after").asLong();
    assertThat(after).isGreaterThanOrEqualTo(500);
    while (after > 50) {
      step(false);
      node.settle();
      assertThat(ana.connection().closed()).isNull();
      node.clock.pass(Duration.ofMillis(50));
      after -= 50;
    }
    ana.sends(SAY);
    assertThat(ana.heard()).containsExactly("error#5 141");
    for (int i = 0; i < 4; i++) {
      node.clock.pass(Duration.ofMillis(50));
      step(false);
      node.settle();
    }
    assertThat(ana.connection().closed()).isEqualTo(CloseCode.SERVICE_RESTART);
  }

  @Test
  void what_lay_unread_when_the_time_was_over_is_answered_before_the_close() {
    step(false);
    node.settle();
    goaway();
    for (int i = 0; i < 60; i++) {
      node.clock.pass(Duration.ofMillis(50));
      step(false);
    }
    node.settle();
    assertThat(ana.connection().closed()).isNull();
    ana.sends(SAY);
    assertThat(ana.heard()).containsExactly("error#5 141");
    step(false);
    node.settle();
    assertThat(ana.connection().closed()).isEqualTo(CloseCode.SERVICE_RESTART);
  }

  @Test
  void what_is_never_answered_holds_it_for_two_seconds() {
    node.log.hold();
    ana.sends(SAY);
    step(false);
    node.settle();
    for (int i = 0; i < 70; i++) {
      node.clock.pass(Duration.ofMillis(50));
      step(false);
      node.settle();
      assertThat(socketDrain.isOver(node.clock.millis(), false)).isFalse();
    }
    for (int i = 0; i < 15; i++) {
      node.clock.pass(Duration.ofMillis(50));
      step(false);
      node.settle();
    }
    assertThat(ana.heard()).contains("error#5 142");
    assertThat(ana.connection().closed()).isEqualTo(CloseCode.SERVICE_RESTART);
  }

  @Test
  void in_a_hurry_it_takes_two_steps_and_waits_for_no_loop() {
    step(true);
    node.settle();
    goaway();
    step(true);
    node.settle();
    assertThat(ana.connection().closed()).isEqualTo(CloseCode.SERVICE_RESTART);
    node.clock.pass(Duration.ofMillis(200));
    assertThat(socketDrain.isOver(node.clock.millis(), true)).isTrue();
  }

  private void step(boolean hurried) {
    socketDrain.step(node.clock.millis(), hurried);
  }

  private JsonNode goaway() {
    JsonNode told = ana.events().getFirst();
    assertThat(told.path("type").asText()).isEqualTo("goaway");
    return told;
  }
}
