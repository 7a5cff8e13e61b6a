package io.tertulia.room.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.heart.HeartNode;
import io.tertulia.heart.Person;
import io.tertulia.protocol.Body;
import io.tertulia.protocol.Command;
import io.tertulia.protocol.Links;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A node that lives for years sees many rooms. */
class HundredThousandRoomsTest {
  private static final int ROOMS = 100_000;
  private static final long FIVE_MEGABYTES = 5 << 20;

  private final HeartNode node =
      new HeartNode(
          new Retention(
              10_000, Duration.ofHours(1), 1 << 24, 1 << 27, Duration.ofMinutes(10), 1_000_000),
          10_000_000);

  @Test
  void rooms_that_were_joined_spoken_in_and_left_give_their_memory_back() {
    visit(0, 1_000);
    forget();
    long before = used();
    visit(1_000, ROOMS);
    assertThat(used() - before).as("what the rooms cost").isGreaterThan(6 * FIVE_MEGABYTES);
    forget();
    assertThat(node.memory.rooms()).isZero();
    assertThat(node.rooms.size()).isZero();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(used() - before).isLessThan(FIVE_MEGABYTES));
  }

  /** Many people, each in twenty rooms at once; half of them leave, half just go. */
  private void visit(int first, int last) {
    for (int room = first; room < last; room += 20) {
      Person person = node.guest("p" + room, room / 20 % 2);
      for (int i = room; i < room + 20; i++) {
        person.receives(new Command.Join(1, "r" + i, null));
        if (i % 4 == 0) {
          person.receives(new Command.Say(2, "r" + i, null, new Body.Text("hola"), Links.NONE));
        }
        if (room % 40 == 0) {
          person.receives(new Command.Leave(3, "r" + i));
        }
      }
      person.session().closed();
      node.forget(person);
    }
  }

  /** Retention, the dedupe window and all deadlines pass. */
  private void forget() {
    node.pass(Duration.ofMinutes(2));
    node.clock.pass(Duration.ofHours(2));
    for (int i = 0; i < 3; i++) {
      node.pass(Duration.ofSeconds(10));
      node.memory.tick();
      node.rates.tick();
    }
  }

  private static long used() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
