package io.tertulia.room.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.heart.ManualClock;
import io.tertulia.protocol.Event;
import io.tertulia.room.Bus;
import io.tertulia.room.BusContract;
import io.tertulia.room.Entry;
import io.tertulia.room.Ephemeral;
import io.tertulia.room.Identity;
import io.tertulia.room.Presence;
import io.tertulia.room.PresenceContract;
import io.tertulia.room.RateLimits;
import io.tertulia.room.RateLimits.Kind;
import io.tertulia.room.RateLimitsContract;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Tickets;
import io.tertulia.room.access.TicketsContract;
import io.tertulia.room.access.memory.MemoryTickets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The smaller ports in memory: their contracts, and what only they promise. */
class MemoryPortsTest {
  private final ManualClock clock = new ManualClock();
  private final MemoryBus bus = new MemoryBus();

  @Nested
  class TheBus implements BusContract {
    @Override
    public Bus bus() {
      return bus;
    }
  }

  @Nested
  class ThePresence implements PresenceContract {
    private final MemoryPresence presence =
        new MemoryPresence(
            bus, clock, new MemoryPresence.Debounce(Duration.ofMillis(250), Duration.ofSeconds(4)));

    @Override
    public Presence presence() {
      return presence;
    }

    @Override
    public Bus bus() {
      return bus;
    }

    @Override
    public void pass(Duration time) {
      for (long left = time.toMillis(); left > 0; left -= 50) {
        clock.pass(Duration.ofMillis(50));
        presence.tick();
      }
    }

    @Test
    void who_came_and_went_between_two_late_ticks_is_not_told() {
      List<Event> told = hear();
      presence.enter(PLAZA, new Identity("a", "Ana", true));
      pass(Duration.ofSeconds(1));
      presence.enter(PLAZA, new Identity("b", "Bob", true));
      presence.leave(PLAZA, new Identity("b", "Bob", true));
      clock.pass(Duration.ofSeconds(60));
      presence.tick();
      assertThat(told).hasSize(1);
    }

    @Test
    void who_was_renamed_and_went_between_two_late_ticks_is_told_to_have_left_by_the_known_name() {
      List<Event> told = hear();
      presence.enter(PLAZA, new Identity("a", "Ana", true));
      presence.enter(PLAZA, new Identity("b", "Bob", true));
      pass(Duration.ofSeconds(1));
      presence.enter(PLAZA, new Identity("b", "Robert", true));
      presence.leave(PLAZA, new Identity("b", "Robert", true));
      presence.leave(PLAZA, new Identity("b", "Bob", true));
      clock.pass(Duration.ofSeconds(60));
      presence.tick();
      Event.From bob = new Event.From("b", "Bob", true);
      assertThat(told.getLast()).isEqualTo(new Event.Presence("plaza", 1, List.of(), List.of(bob)));
    }

    private List<Event> hear() {
      List<Event> told = new ArrayList<>();
      bus.subscribe(PLAZA);
      bus.listen(
          new Bus.Listener() {
            @Override
            public void onEntry(RoomId room, Entry entry) {}

            @Override
            public void onEphemeral(RoomId room, byte[] json) {
              told.add(Ephemeral.event(json));
            }

            @Override
            public void onFork(RoomId room, long late) {}
          });
      return told;
    }
  }

  @Nested
  class TheRateLimits implements RateLimitsContract {
    private final MemoryRateLimits limits =
        new MemoryRateLimits(Map.of(Kind.SESSION, 10, Kind.ADDRESS, 100), clock);

    @Override
    public RateLimits limits() {
      return limits;
    }

    @Override
    public void pass(Duration time) {
      clock.pass(time);
    }

    @Test
    void a_name_is_forgotten_when_it_may_take_everything_again() {
      limits.take(Kind.SESSION, "ana");
      limits.take(Kind.ADDRESS, "192.0.2.1");
      limits.tick();
      assertThat(limits.size()).isEqualTo(2);
      pass(Duration.ofMillis(100));
      limits.tick();
      assertThat(limits.size()).isZero();
    }
  }

  @Nested
  class TheTickets implements TicketsContract {
    private final MemoryTickets tickets = new MemoryTickets(clock, 1 << 20);

    @Override
    public Tickets tickets() {
      return tickets;
    }

    @Test
    void after_half_a_minute_one_is_gone() {
      put("early", 1);
      clock.pass(Duration.ofSeconds(29));
      put("late", 1);
      clock.pass(Duration.ofSeconds(1));
      assertThat(tickets.take("early").toCompletableFuture().join()).isNull();
      assertThat(tickets.take("late").toCompletableFuture().join()).isNotNull();
      assertThat(tickets.bytes()).isZero();
    }

    @Test
    void above_the_bound_there_is_no_place_until_others_are_used_or_over() {
      for (int i = 0; i < 10; i++) {
        assertThat(put("n" + i, 100_000)).isTrue();
      }
      assertThat(put("more", 100_000)).isFalse();
      assertThat(tickets.take("more").toCompletableFuture().join()).isNull();
      tickets.take("n5");
      assertThat(put("more", 100_000)).isTrue();
      clock.pass(Duration.ofSeconds(30));
      tickets.tick();
      assertThat(tickets.bytes()).isZero();
    }

    private boolean put(String name, int length) {
      return tickets.put(name, "x".repeat(length)).toCompletableFuture().join();
    }
  }
}
