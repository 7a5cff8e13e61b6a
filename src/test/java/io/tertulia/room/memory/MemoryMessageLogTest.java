package io.tertulia.room.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.heart.ManualClock;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event.Reason;
import io.tertulia.room.Bus;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog;
import io.tertulia.room.MessageLog.Appended;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Page;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.MessageLog.Refused;
import io.tertulia.room.MessageLog.Stored;
import io.tertulia.room.MessageLogContract;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import io.tertulia.room.RoomRulesContract;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The contract, and what only the log in memory promises: when it lets go of what. */
class MemoryMessageLogTest implements MessageLogContract, RoomRulesContract {
  private static final RoomId ROOM = new RoomId("plaza");
  private static final long WEIGHT = 160 + 200;

  private final ManualClock wall = new ManualClock();
  private final ManualClock steady = new ManualClock();
  private final MemoryBus bus = new MemoryBus();
  private MemoryMessageLog log = log(10_000, 1 << 24, 1 << 26, 100_000);

  @Override
  public MessageLog log() {
    return log;
  }

  @Override
  public Bus bus() {
    return bus;
  }

  @Test
  void a_room_keeps_so_many_entries() {
    log = log(3, 1 << 24, 1 << 26, 100);
    say(5);
    assertThat(seqs()).containsExactly(3L, 4L, 5L);
  }

  @Test
  void a_room_keeps_so_many_bytes_and_the_newest_whatever_it_weighs() {
    log = log(1_000, 3 * WEIGHT, 1 << 26, 100);
    say(5);
    assertThat(seqs()).containsExactly(3L, 4L, 5L);
    log.append(ROOM, new Draft("big", "{", "x".repeat(5_000) + "}", null));
    assertThat(seqs()).containsExactly(6L);
  }

  @Test
  void all_rooms_together_keep_so_many_bytes_and_the_oldest_go_first() {
    log = log(1_000, 1 << 24, 100 * WEIGHT, 10_000);
    for (int i = 0; i < 200; i++) {
      wall.pass(Duration.ofMillis(1));
      append(new RoomId("r" + i % 10), "m" + i);
      assertThat(log.bytes()).isLessThanOrEqualTo(100 * WEIGHT);
    }
    assertThat(log.bytes()).isGreaterThan(80 * WEIGHT);
    for (int i = 0; i < 10; i++) {
      Page page = read(new RoomId("r" + i), Query.newest(100));
      assertThat(page.entries()).hasSizeBetween(8, 12);
      assertThat(page.to().seq()).isEqualTo(20);
    }
  }

  @Test
  void an_entry_goes_when_it_is_too_old_and_its_number_is_not_used_again() {
    say(2);
    pass(Duration.ofMinutes(59));
    append(ROOM, "late");
    pass(Duration.ofMinutes(1).plusMillis(1));
    assertThat(seqs()).containsExactly(3L);
    pass(Duration.ofHours(1));
    assertThat(seqs()).isEmpty();
    assertThat(log.bytes()).isZero();
    assertThat(append(ROOM, "next").seq()).isEqualTo(4);
  }

  @Test
  void a_cursor_below_what_is_kept_is_trimmed() {
    log = log(3, 1 << 24, 1 << 26, 100);
    Position start = read(ROOM, Query.newest(0)).head();
    say(5);
    Page page = read(ROOM, Query.after(start.at(1), 10));
    assertThat(page.resets()).containsExactly(new MessageLog.Reset(Reason.TRIMMED, start.at(2)));
    assertThat(page.from()).isEqualTo(start.at(2));
    assertThat(read(ROOM, Query.after(start.at(2), 10)).resets()).isEmpty();
    assertThat(read(ROOM, Query.before(start.at(3), 10)).entries()).isEmpty();
  }

  @Test
  void a_mid_is_recognised_for_the_window_at_least_and_twice_at_most() {
    for (int offset = 0; offset < 20; offset++) {
      RoomId room = new RoomId("r" + offset);
      append(room, "before");
      pass(Duration.ofMinutes(offset));
      append(room, "m");
      pass(Duration.ofMinutes(10).minusMillis(1));
      assertThat(isDup(room)).as("after the window, begun at %d", offset).isTrue();
      pass(Duration.ofMinutes(10).plusMillis(1));
      assertThat(isDup(room)).as("after twice the window, begun at %d", offset).isFalse();
    }
  }

  @Test
  void a_wall_clock_that_is_put_forward_makes_no_mid_forgotten_and_back_no_time_go_back() {
    append(ROOM, "m");
    wall.pass(Duration.ofMinutes(50));
    append(ROOM, "n");
    wall.pass(Duration.ofMinutes(-50));
    append(ROOM, "o");
    assertThat(isDup(ROOM)).isTrue();
    assertThat(read(ROOM, Query.newest(9)).entries()).extracting(Entry::at).isSorted();
  }

  @Test
  void over_the_bound_of_mids_appends_are_refused_until_some_are_forgotten() {
    log = log(1_000, 1 << 24, 1 << 26, 5);
    say(5);
    Appended answer = log.append(ROOM, draft("one-more")).toCompletableFuture().join();
    assertThat(answer)
        .isInstanceOfSatisfying(
            Refused.class, no -> assertThat(no.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    assertThat(log.append(ROOM, draft("m0")).toCompletableFuture().join())
        .isInstanceOfSatisfying(Stored.class, stored -> assertThat(stored.dup()).isTrue());
    pass(Duration.ofMinutes(20));
    log.tick();
    assertThat(append(ROOM, "one-more").seq()).isEqualTo(6);
  }

  @Test
  void a_reply_to_what_is_kept_is_good_though_its_mid_is_no_longer_recognised() {
    append(ROOM, "m");
    pass(Duration.ofMinutes(30));
    Draft reply = new Draft("r", "{", "}", "m");
    assertThat(log.append(ROOM, reply).toCompletableFuture().join()).isInstanceOf(Stored.class);
    pass(Duration.ofMinutes(31));
    Draft late = new Draft("s", "{", "}", "m");
    assertThat(log.append(ROOM, late).toCompletableFuture().join()).isInstanceOf(Refused.class);
  }

  @Test
  void a_room_that_was_forgotten_begins_with_another_epoch() {
    Position before = append(ROOM, "m");
    pass(Duration.ofMinutes(61));
    log.tick();
    assertThat(log.rooms()).isZero();
    Page page = read(ROOM, Query.after(before, 10));
    assertThat(page.head().epoch()).isNotEqualTo(before.epoch());
    assertThat(page.resets()).extracting(MessageLog.Reset::reason).containsExactly(Reason.EPOCH);
  }

  @Test
  void a_room_with_members_is_not_forgotten() {
    bus.subscribe(ROOM);
    Position head = read(ROOM, Query.newest(0)).head();
    pass(Duration.ofHours(9));
    log.tick();
    assertThat(read(ROOM, Query.after(head, 1)).resets()).isEmpty();
    bus.unsubscribe(ROOM);
    pass(Duration.ofHours(1));
    log.tick();
    assertThat(log.rooms()).isZero();
  }

  private MemoryMessageLog log(int entries, long roomBytes, long bytes, int marks) {
    Retention retention =
        new Retention(
            entries, Duration.ofHours(1), roomBytes, bytes, Duration.ofMinutes(10), marks);
    return new MemoryMessageLog(bus, retention, wall, steady, new Random(1));
  }

  private void pass(Duration time) {
    wall.pass(time);
    steady.pass(time);
  }

  private void say(int times) {
    for (int i = 0; i < times; i++) {
      append(ROOM, "m" + i);
    }
  }

  private boolean isDup(RoomId room) {
    return ((Stored) log.append(room, draft("m")).toCompletableFuture().join()).dup();
  }

  private Position append(RoomId room, String mid) {
    return ((Stored) log.append(room, draft(mid)).toCompletableFuture().join()).position();
  }

  private Page read(RoomId room, Query query) {
    return log.read(room, query).toCompletableFuture().join();
  }

  private List<Long> seqs() {
    return read(ROOM, Query.newest(100)).entries().stream()
        .map(entry -> entry.position().seq())
        .toList();
  }

  /** Weighs 200 bytes as JSON, give or take the digits of its number. */
  private static Draft draft(String mid) {
    return new Draft(mid, "{", ",\"t\":\"" + "x".repeat(150) + "\"}", null);
  }
}
