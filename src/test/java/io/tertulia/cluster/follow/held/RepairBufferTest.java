package io.tertulia.cluster.follow.held;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.heart.ManualClock;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Direction;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Page;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.MessageLog.View;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import io.tertulia.room.members.Authority;
import io.tertulia.room.memory.MemoryBus;
import io.tertulia.room.memory.MemoryMessageLog;
import io.tertulia.room.memory.Retention;
import io.tertulia.room.overlay.Deletion;
import io.tertulia.room.overlay.History;
import io.tertulia.room.overlay.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a node holds of messages that are changed, beside a log that is asked the same. */
class RepairBufferTest {
  private static final RoomId ROOM = new RoomId("plaza");
  private static final Written ANA = new Written(ROOM, Authority.of("ana"));

  private final ManualClock clock = new ManualClock();
  private final MemoryMessageLog log = log();
  private final SubscriptionState subscription = new SubscriptionState();
  private final List<Deletion> told = new ArrayList<>();
  private final RepairBuffer held = new RepairBuffer(told::add);

  @Test
  void its_pages_are_those_of_the_log_in_every_view() {
    History history = new History(new Random(3), ROOM);
    for (int i = 0; i < 120; i++) {
      stored(history.next());
    }
    Position head = read(Query.newest(0)).head();
    for (View view : View.values()) {
      for (Direction direction : Direction.values()) {
        for (int limit : new int[] {0, 1, 4, 50, 200}) {
          for (long bytes : new long[] {1, 800, Query.BYTES}) {
            for (long seq = 0; seq <= head.seq(); seq += 7) {
              Query query = new Query(direction, head.at(seq), limit, bytes, view);
              assertSame(held.page(query, head), read(query));
            }
            Query newest = new Query(Direction.BEFORE, null, limit, bytes, view);
            assertSame(held.page(newest, head), read(newest));
          }
        }
      }
    }
  }

  private static void assertSame(Page page, Page expected) {
    assertThat(page).isNotNull();
    assertThat(texts(page)).isEqualTo(texts(expected));
    assertThat(page.stretch()).isEqualTo(expected.stretch());
    assertThat(page.end()).isEqualTo(expected.end());
    assertThat(page.more()).isEqualTo(expected.more());
  }

  @Test
  void nothing_is_held_of_what_was_deleted() {
    Draft message = ANA.say("secret, and long enough to be missed");
    Entry early = stored(message);
    stored(ANA.edit(message.mid(), "secret too"));
    long before = held.bytes();
    stored(ANA.delete(message.mid()));
    assertThat(told).extracting(Deletion::ref).containsExactly(message.mid());
    assertThat(held.bytes()).isLessThan(before + 250 + 200);
    assertThat(all()).hasSize(3).noneMatch(text -> text.contains("secret"));
    held.lighten(Long.MAX_VALUE);
    assertThat(held.bytes()).isZero();
    held.add(early, 1);
    assertThat(all()).as("of that deletion nothing is known any more").hasSize(1);
  }

  @Test
  void what_is_read_before_it_was_deleted_and_comes_later_is_not_held_either() {
    Draft message = ANA.say("secret");
    Entry early = append(message);
    Entry edit = append(ANA.edit(message.mid(), "secret too"));
    held.add(append(ANA.delete(message.mid())), 1);
    held.add(edit, 2);
    held.add(early, 3);
    assertThat(all()).hasSize(3).noneMatch(text -> text.contains("secret"));
  }

  @Test
  void what_waits_to_be_told_is_purged_and_keeps_its_order() {
    Draft message = ANA.say("secret");
    subscription.push(append(message));
    subscription.push(append(ANA.say("hello")));
    subscription.push(append(ANA.edit(message.mid(), "secret too")));
    Entry deletion = append(ANA.delete(message.mid()));
    subscription.push(deletion);
    subscription.purge(Deletion.by(deletion));
    List<Entry> left = new ArrayList<>();
    Entry next = subscription.pushed();
    while (next != null) {
      left.add(next);
      next = subscription.pushed();
    }
    assertThat(left).extracting(entry -> entry.position().seq()).containsExactly(1L, 2L, 3L, 4L);
    assertThat(left).noneMatch(entry -> new String(entry.json(), UTF_8).contains("secret"));
    assertThat(left.get(1).json()).asString(UTF_8).contains("hello");
  }

  private List<String> all() {
    List<Entry> lost = held.lost(null, Long.MAX_VALUE);
    return lost.stream().map(entry -> new String(entry.json(), UTF_8)).toList();
  }

  private Entry stored(Draft draft) {
    Entry entry = append(draft);
    held.add(entry, clock.millis());
    return entry;
  }

  /** As it is announced. */
  private Entry append(Draft draft) {
    clock.pass(Duration.ofMillis(1));
    log.append(ROOM, draft);
    List<Entry> newest = read(Query.newest(1)).entries();
    return newest.getFirst();
  }

  private Page read(Query query) {
    return log.read(ROOM, query).toCompletableFuture().join();
  }

  private static List<String> texts(Page page) {
    return page.entries().stream().map(entry -> new String(entry.json(), UTF_8)).toList();
  }

  private MemoryMessageLog log() {
    Duration window = Duration.ofMinutes(10);
    Retention kept = new Retention(1_000, window, 1 << 24, 1 << 24, window, 1_000);
    return new MemoryMessageLog(new MemoryBus(), kept, clock, clock, new Random(1));
  }
}
