package io.tertulia.room.members.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.room.RoomId;
import io.tertulia.room.members.own.OwnRooms.Counted;
import io.tertulia.room.members.own.OwnRooms.Full;
import io.tertulia.room.members.own.OwnRooms.Taken;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every place does that counts the rooms of people. */
public interface OwnRoomsContract {
  OwnRooms own();

  @Test
  default void so_many_are_counted_and_no_more() {
    String user = user();
    for (int i = 0; i < 3; i++) {
      assertThat(take(user, "r" + i)).isInstanceOf(Counted.class);
    }
    assertThat(take(user, "one-more"))
        .isInstanceOfSatisfying(
            Full.class,
            full ->
                assertThat(full.some())
                    .extracting(RoomId::value)
                    .containsExactlyInAnyOrder("r0", "r1", "r2"));
    assertThat(take(user(), "one-more")).as("of somebody else").isInstanceOf(Counted.class);
  }

  @Test
  default void the_same_room_is_counted_once() {
    String user = user();
    for (int i = 0; i < 5; i++) {
      assertThat(take(user, "team")).isInstanceOf(Counted.class);
    }
    assertThat(take(user, "b")).isInstanceOf(Counted.class);
    assertThat(take(user, "c")).isInstanceOf(Counted.class);
    assertThat(take(user, "team")).as("it is one of them").isInstanceOf(Counted.class);
    assertThat(take(user, "d")).isInstanceOf(Full.class);
  }

  @Test
  default void what_is_given_back_makes_place_once() {
    String user = user();
    for (int i = 0; i < 3; i++) {
      take(user, "r" + i);
    }
    assertThat(giveBack(user, "r1")).isTrue();
    assertThat(giveBack(user, "r1")).isFalse();
    assertThat(giveBack(user, "never")).isFalse();
    assertThat(take(user, "r3")).isInstanceOf(Counted.class);
    assertThat(take(user, "r4")).isInstanceOf(Full.class);
    for (String room : new String[] {"r0", "r2", "r3"}) {
      assertThat(giveBack(user, room)).isTrue();
    }
    assertThat(take(user, "r5")).isInstanceOf(Counted.class);
  }

  @Test
  default void of_many_some_are_told_and_others_each_time() {
    String user = user();
    for (int i = 0; i < 50; i++) {
      own().take(user, new RoomId("r" + i), 50).toCompletableFuture().join();
    }
    Set<RoomId> seen = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      Full full = (Full) own().take(user, new RoomId("more"), 50).toCompletableFuture().join();
      assertThat(full.some()).hasSize(OwnRooms.SOME).doesNotHaveDuplicates();
      seen.addAll(full.some());
    }
    assertThat(seen).hasSizeGreaterThan(45);
  }

  private static String user() {
    return "a|b:" + UUID.randomUUID();
  }

  private Taken take(String user, String room) {
    return own().take(user, new RoomId(room), 3).toCompletableFuture().join();
  }

  private boolean giveBack(String user, String room) {
    return own().giveBack(user, new RoomId(room)).toCompletableFuture().join();
  }
}
