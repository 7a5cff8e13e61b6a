package io.tertulia.ops.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.room.MessageLog;
import io.tertulia.room.RoomId;
import io.tertulia.session.shared.SessionContext;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SelfProbeTest {
  private final LonelyNode node = new LonelyNode();
  private final ClosedHouse house = node.house;
  private final SessionContext context = node.context;
  private final SelfProbe probe = node.probe;

  @Test
  void it_has_passed_when_its_own_message_came_back_and_not_when_it_was_only_said() {
    house.open();
    probe.say();
    assertThat(probe.hasPassed()).isFalse();
    node.runLoop();
    assertThat(probe.hasPassed()).isTrue();
  }

  @Test
  void it_tells_how_long_ago_it_heard_itself() {
    house.open();
    node.talk();
    node.pass(Duration.ofSeconds(11));
    assertThat(probe.silence()).isEqualTo(Duration.ofSeconds(11));
    assertThat(why()).contains("heard itself 11 s ago, which is too long");

    node.talk();
    assertThat(probe.silence()).isZero();
    assertThat(why()).isEqualTo("this node heard itself 0 s ago");
  }

  @Test
  void it_starts_anew_after_a_refusal() {
    node.talk();
    assertThat(probe.hasPassed()).isFalse();
    assertThat(probe.answer()).startsWith("113 forbidden");

    house.open();
    node.talk();
    assertThat(probe.hasPassed()).isTrue();
  }

  @Test
  void it_reads_its_room_again_after_a_read_that_failed() {
    house.open();
    node.talk();
    node.unreadable = true;
    node.fork();
    node.talk();
    node.unreadable = false;
    node.pass(Duration.ofSeconds(3));
    node.talk();
    assertThat(probe.silence()).isZero();
  }

  @Test
  void its_conversation_is_nobody_elses() {
    house.open();
    node.talk();
    assertThat(node.stored()).as("messages counted").isZero();
    assertThat(context.presence().roster(new RoomId("lobby")).count()).isZero();
    assertThat(context.presence().roster(RoomId.reserved("probe.n1")).count()).isOne();
    assertThat(RoomId.parse("~probe.n1")).as("a client's word for that room").isNull();
  }

  private String why() {
    MessageLog.State log = (MessageLog.State) context.log();
    return (String)
        new ReadyCheck(probe, () -> false, log).call().getData().orElseThrow().get("why");
  }
}
