package io.tertulia.ops.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.ops.drain.Drain;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Limits;
import io.tertulia.room.MessageLog;
import io.tertulia.room.RoomId;
import io.tertulia.room.fanout.LocalRooms;
import io.tertulia.room.memory.MemoryBus;
import io.tertulia.room.memory.MemoryMessageLog;
import io.tertulia.room.memory.MemoryPresence;
import io.tertulia.room.memory.Retention;
import io.tertulia.session.Chat;
import io.tertulia.transport.websocket.OpenSockets;
import io.tertulia.transport.websocket.upgrade.Turnstile;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SelfProbeTest {
  private final Deque<Runnable> loop = new ArrayDeque<>();
  private final ClosedHouse house = new ClosedHouse();
  private final Counts counts = new Counts();
  private final Chat chat = chat();
  private long nanos = 1;
  private final SelfProbe probe = new SelfProbe(chat, loop::add, () -> nanos);

  @Test
  void it_has_passed_when_its_own_message_came_back_and_not_when_it_was_only_said() {
    house.open();
    probe.say();
    assertThat(probe.hasPassed()).isFalse();
    runLoop();
    assertThat(probe.hasPassed()).isTrue();
  }

  @Test
  void it_tells_how_long_ago_it_heard_itself() {
    house.open();
    probe.say();
    runLoop();
    pass(Duration.ofSeconds(11));
    assertThat(probe.silence()).isEqualTo(Duration.ofSeconds(11));
    assertThat(why()).contains("heard itself 11 s ago, which is too long");

    probe.say();
    runLoop();
    assertThat(probe.silence()).isZero();
    assertThat(why()).isEqualTo("this node heard itself 0 s ago");
  }

  @Test
  void it_starts_anew_after_a_refusal() {
    probe.say();
    runLoop();
    assertThat(probe.hasPassed()).isFalse();
    assertThat(probe.answer()).startsWith("113 forbidden");

    house.open();
    probe.say();
    runLoop();
    assertThat(probe.hasPassed()).isTrue();
  }

  @Test
  void its_conversation_is_nobody_elses() {
    house.open();
    probe.say();
    runLoop();
    assertThat(counts.stored).as("messages counted").isZero();
    assertThat(chat.presence().roster(new RoomId("lobby")).count()).isZero();
    assertThat(chat.presence().roster(RoomId.reserved("probe.n1")).count()).isOne();
    assertThat(RoomId.parse("~probe.n1")).as("a client's word for that room").isNull();
  }

  private String why() {
    Drain drain = new Drain(new OpenSockets(), new Turnstile(1, 1), List.of());
    MessageLog.State log = (MessageLog.State) chat.log();
    return (String) new ReadyCheck(probe, drain, log).call().getData().orElseThrow().get("why");
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private void runLoop() {
    while (!loop.isEmpty()) {
      loop.remove().run();
    }
  }

  private Chat chat() {
    MemoryBus bus = new MemoryBus();
    Clock clock = Clock.systemUTC();
    Duration day = Duration.ofDays(1);
    Retention retention = new Retention(100, day, 100_000, 100_000, day, 100);
    MemoryPresence.Debounce debounce = new MemoryPresence.Debounce(day, day);
    return new Chat(
        new MemoryMessageLog(bus, retention, clock, clock, new Random(1)),
        new LocalRooms(bus, counts),
        bus,
        new MemoryPresence(bus, clock, debounce),
        house,
        (kind, name) -> 0,
        counts,
        clock,
        rules(day));
  }

  private static Chat.Rules rules(Duration day) {
    Limits limits = new Limits(2_000, 1_000, 10, 10, day, 10);
    return new Chat.Rules("n1", limits, 10, day, day, day, day, 100_000);
  }

  private static final class Counts implements Chat.Meter, LocalRooms.FanoutMeter {
    private int stored;

    @Override
    public void stored() {
      stored++;
    }

    @Override
    public void refused(ErrorCode code) {}

    @Override
    public void delivered(int members, long bornNanos) {}

    @Override
    public long nanoTime() {
      return TimeUnit.SECONDS.toNanos(1);
    }
  }
}
