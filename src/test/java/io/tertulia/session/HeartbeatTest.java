package io.tertulia.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.format.BareText.Language;
import io.tertulia.heart.HeartNode;
import io.tertulia.heart.Person;
import io.tertulia.protocol.CloseCode;
import io.tertulia.session.timing.TimerWheel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Deadlines, all on one wheel. */
class HeartbeatTest {
  private final HeartNode node = new HeartNode();

  @Test
  void who_says_no_hello_in_time_is_closed() {
    Person nobody = node.stranger();
    node.pass(Duration.ofMillis(9_750));
    assertThat(nobody.connection().closed()).isNull();
    node.pass(Duration.ofMillis(500));
    assertThat(nobody.connection().closed()).isEqualTo(CloseCode.MISUSE);
  }

  @Test
  void a_hello_or_a_pong_that_waits_for_its_turn_is_not_late() {
    Person nobody = node.stranger();
    nobody.connection().holdInTurn(true);
    Person ana = node.guest("Ana");
    ana.fallSilent();
    ana.connection().holdInTurn(true);
    node.pass(Duration.ofMinutes(2));
    assertThat(nobody.connection().closed()).isNull();
    assertThat(ana.connection().closed()).isNull();
    nobody.connection().holdInTurn(false);
    ana.connection().holdInTurn(false);
    node.pass(Duration.ofSeconds(16));
    assertThat(nobody.connection().closed()).isEqualTo(CloseCode.MISUSE);
    assertThat(ana.connection().closed()).isEqualTo(CloseCode.NO_PONG);
  }

  @Test
  void nobody_is_quiet_of_whom_something_waits_for_its_turn() {
    Person ana = node.guest("Ana");
    assertThat(ana.session().isQuiet()).isTrue();
    ana.connection().holdInTurn(true);
    assertThat(ana.session().isQuiet()).isFalse();
  }

  @Test
  void who_said_hello_or_is_bare_stays() {
    Person ana = node.guest("Ana");
    Person bare = Person.bare(node, "eva", "lobby", Language.ES);
    node.pass(Duration.ofMinutes(5));
    assertThat(ana.connection().closed()).isNull();
    assertThat(bare.connection().closed()).isNull();
  }

  @Test
  void a_silent_client_is_pinged_every_twenty_five_seconds() {
    Person ana = node.guest("Ana");
    node.pass(Duration.ofMillis(24_750));
    assertThat(ana.pings()).isZero();
    node.pass(Duration.ofMillis(500));
    assertThat(ana.pings()).isEqualTo(1);
    node.pass(Duration.ofSeconds(110));
    assertThat(ana.pings()).isEqualTo(4);
  }

  @Test
  void who_does_not_answer_a_ping_in_time_is_closed_and_has_left() {
    Person ana = node.guest("Ana");
    ana.joins("plaza");
    ana.fallSilent();
    node.pass(Duration.ofMillis(39_750));
    assertThat(ana.connection().closed()).isNull();
    node.pass(Duration.ofSeconds(1));
    assertThat(ana.connection().closed()).isEqualTo(CloseCode.NO_PONG);
    assertThat(node.rooms.size()).isZero();
  }

  @Test
  void while_we_do_not_read_its_pong_cannot_be_late() {
    Person ana = node.guest("Ana");
    ana.joins("plaza");
    ana.fallSilent();
    node.log.hold();
    for (int i = 0; i < HeartNode.PENDING; i++) {
      ana.says("plaza", "hola");
    }
    assertThat(ana.connection().isRead()).isFalse();
    node.pass(Duration.ofMinutes(2));
    assertThat(ana.connection().closed()).isNull();
    node.log.release();
    node.settle();
    assertThat(ana.connection().isRead()).isTrue();
    node.pass(Duration.ofSeconds(14));
    assertThat(ana.connection().closed()).isNull();
    node.pass(Duration.ofSeconds(30));
    assertThat(ana.connection().closed()).isEqualTo(CloseCode.NO_PONG);
  }

  @Test
  void who_takes_what_waits_before_the_ping_is_slow_and_not_gone() {
    Person ana = node.guest("Ana");
    ana.joins("plaza");
    Person bob = node.guest("Bob");
    bob.joins("plaza");
    ana.fallSilent();
    ana.connection().stick();
    for (int i = 0; i < 20; i++) {
      bob.says("plaza", "hola, Ana, ¿me lees?");
    }
    for (int i = 0; i < 20; i++) {
      ana.connection().take(10);
      node.pass(Duration.ofSeconds(5));
    }
    assertThat(ana.connection().closed()).isNull();
    node.pass(Duration.ofSeconds(65));
    assertThat(ana.connection().closed()).isEqualTo(CloseCode.NO_PONG);
  }

  @Test
  void who_is_gone_from_a_busy_room_is_closed_although_there_is_always_something_to_send() {
    Person ana = node.guest("Ana");
    ana.joins("plaza");
    Person bob = node.guest("Bob");
    bob.joins("plaza");
    ana.fallSilent();
    ana.connection().keepBusy();
    for (int i = 0; i < 41; i++) {
      bob.says("plaza", "hola, Ana, ¿me lees?");
      ana.connection().take(1_000);
      bob.says("plaza", "¿sigues ahí?");
      node.pass(Duration.ofSeconds(1));
    }
    assertThat(ana.connection().closed()).isEqualTo(CloseCode.NO_PONG);
  }

  @Test
  void the_wheel_asks_nobody_early_and_nobody_twice() {
    TimerWheel wheel = new TimerWheel(() -> -1_000_000);
    List<Long> asked = new ArrayList<>();
    for (long due = -1_000_000; due < -800_000; due += 777) {
      long at = due;
      wheel.add(
          now -> {
            if (now < at) {
              return at;
            }
            asked.add(at);
            return TimerWheel.Timed.NEVER;
          },
          at);
    }
    long added = 200_000 / 777 + 1;
    for (long now = -1_000_000; now < -790_000; now += 100) {
      wheel.advance(now);
      long time = now;
      assertThat(asked).allMatch(due -> due <= time);
      long over = Math.min(added, (now - 2 * TimerWheel.TICK + 1_000_000) / 777);
      assertThat(asked.size()).isGreaterThanOrEqualTo((int) over);
    }
    assertThat(asked).hasSize((int) added).doesNotHaveDuplicates();
  }

  @Test
  void a_loop_that_stood_still_calls_nobody_late_for_what_it_has_not_read() {
    Person unread = node.stranger();
    Person pinged = node.guest("Ana");
    node.pass(Duration.ofSeconds(9));
    node.clock.pass(Duration.ofSeconds(3_600));
    Person justCome = node.stranger();
    node.pass(Duration.ofMillis(TimerWheel.TICK));
    assertThat(unread.connection().closed()).isNull();
    node.pass(Duration.ofMillis(1_250));
    assertThat(unread.connection().closed()).isNull();
    node.pass(Duration.ofMillis(500));
    assertThat(unread.connection().closed()).isEqualTo(CloseCode.MISUSE);
    node.pass(Duration.ofMillis(7_750));
    assertThat(justCome.connection().closed()).isNull();
    assertThat(pinged.pings()).isZero();
    node.pass(Duration.ofMillis(1_500));
    assertThat(justCome.connection().closed()).isEqualTo(CloseCode.MISUSE);
    assertThat(pinged.connection().closed()).isNull();
  }

  @Test
  void a_pong_that_lies_unread_is_not_late() {
    Person ana = node.guest("Ana");
    ana.fallSilent();
    node.pass(Duration.ofMillis(39_750));
    node.clock.pass(Duration.ofSeconds(11));
    node.pass(Duration.ofMillis(TimerWheel.TICK));
    assertThat(ana.connection().closed()).isNull();
    ana.session().pong();
    node.pass(Duration.ofSeconds(5));
    assertThat(ana.connection().closed()).isNull();
  }

  @Test
  void a_loop_that_is_always_late_ends_its_deadlines_all_the_same() {
    Person nobody = node.stranger();
    for (int i = 0; i < 10; i++) {
      node.clock.pass(Duration.ofSeconds(3));
      node.pass(Duration.ofMillis(TimerWheel.TICK));
    }
    assertThat(nobody.connection().closed()).as("each turn counts half a second").isNull();
    for (int i = 0; i < 20; i++) {
      node.clock.pass(Duration.ofSeconds(3));
      node.pass(Duration.ofMillis(1));
    }
    assertThat(nobody.connection().closed()).isEqualTo(CloseCode.MISUSE);
  }

  @Test
  void a_deadline_that_fails_stops_no_other() {
    TimerWheel wheel = new TimerWheel(() -> 0);
    List<Long> asked = new ArrayList<>();
    wheel.add(
        now -> {
          throw new IllegalStateException("on purpose");
        },
        1_000);
    wheel.add(
        now -> {
          asked.add(now);
          return TimerWheel.Timed.NEVER;
        },
        1_000);
    turn(wheel, 0, 2_000);
    assertThat(asked).containsExactly(1_250L);
  }

  @Test
  void a_deadline_that_fails_in_any_way_is_asked_again() {
    TimerWheel wheel = new TimerWheel(() -> 0);
    List<Long> asked = new ArrayList<>();
    wheel.add(
        now -> {
          asked.add(now);
          if (asked.size() == 1) {
            throw new StackOverflowError("on purpose");
          }
          return TimerWheel.Timed.NEVER;
        },
        1_000);
    turn(wheel, 0, 10_000);
    assertThat(asked).containsExactly(1_250L, 2_500L);
  }

  private static void turn(TimerWheel wheel, long from, long to) {
    for (long time = from; time <= to; time += TimerWheel.TICK) {
      wheel.advance(time);
    }
  }
}
