package io.tertulia.room.mine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.heart.ManualClock;
import io.tertulia.room.mine.Change;
import io.tertulia.room.mine.MyRoom;
import io.tertulia.room.mine.MyRooms;
import io.tertulia.room.mine.MyRoomsContract;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MemoryMyRoomsTest implements MyRoomsContract {
  private final ManualClock clock = new ManualClock();
  private final MemoryMyRooms mine = new MemoryMyRooms(clock, 30_000);

  @Override
  public MyRooms mine() {
    return mine;
  }

  @Test
  void who_does_not_come_back_is_forgotten_and_guests_sooner() {
    follow("ana");
    follow("g-bo");
    clock.pass(Duration.ofDays(31));
    mine.tick();
    assertThat(isKept("ana")).isTrue();
    assertThat(isKept("g-bo")).isFalse();
    clock.pass(Duration.ofDays(364));
    mine.tick();
    assertThat(isKept("ana")).as("it looked at its list").isTrue();
    clock.pass(Duration.ofDays(366));
    mine.tick();
    assertThat(isKept("ana")).isFalse();
  }

  @Test
  void what_is_kept_of_all_together_has_a_bound() {
    MemoryMyRooms small = new MemoryMyRooms(clock, 2);
    assertThat(small.block("ana", "bo", true).toCompletableFuture().join()).isTrue();
    small.change("ana", PLAZA, new Change.Follow(null, null));
    assertThat(small.block("bo", "ana", true).toCompletableFuture().join()).isFalse();
    assertThat(small.change("bo", PLAZA, new Change.Follow(null, null)).toCompletableFuture())
        .isCompletedWithValue(new MyRoom.Full());
    clock.pass(MyRooms.KEPT);
    small.tick();
    assertThat(small.block("bo", "ana", true).toCompletableFuture().join()).isTrue();
  }

  private void follow(String who) {
    mine.change(who, PLAZA, new Change.Follow(null, null));
  }

  private boolean isKept(String who) {
    return !mine.all(who).toCompletableFuture().join().isEmpty();
  }
}
