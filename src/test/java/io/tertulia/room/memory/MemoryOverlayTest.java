package io.tertulia.room.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.heart.ManualClock;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Page;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.MessageLog.Refused;
import io.tertulia.room.MessageLog.Stored;
import io.tertulia.room.MessageLog.View;
import io.tertulia.room.OverlayContract;
import io.tertulia.room.RoomId;
import io.tertulia.room.members.Authority;
import io.tertulia.room.overlay.Excerpt;
import io.tertulia.room.overlay.History;
import io.tertulia.room.overlay.ViewsContract;
import io.tertulia.room.overlay.Written;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The contract, and what only the log in memory promises of messages that were changed. */
class MemoryOverlayTest implements OverlayContract, ViewsContract {
  private static final RoomId ROOM = new RoomId("plaza");
  private static final Written ANA = new Written(ROOM, Authority.of("ana"));

  private final ManualClock clock = new ManualClock();
  private MemoryMessageLog log = log(10_000, 1 << 24);

  @Override
  public MessageLog log() {
    return log;
  }

  @Test
  void what_became_of_a_message_goes_with_it() {
    log = log(5, 1 << 24);
    Draft message = ANA.say("one");
    keep(message);
    keep(ANA.edit(message.mid(), "uno"));
    keep(ANA.react(message.mid(), "👍"));
    for (int i = 0; i < 5; i++) {
      keep(ANA.say("x"));
    }
    assertThat(log.append(ROOM, ANA.edit(message.mid(), "due")).toCompletableFuture().join())
        .isEqualTo(Refused.missing());
    assertThat(log.bytes()).isEqualTo(weightOfEntries());
    clock.pass(Duration.ofHours(2));
    log.tick();
    assertThat(log.bytes()).isZero();
  }

  @Test
  void nothing_weighs_anything_when_all_is_gone_whatever_was_done() {
    for (int seed = 0; seed < 50; seed++) {
      log = log(30, 1 << 24);
      new History(new Random(seed), ROOM).go(log, 200);
      assertThat(log.bytes()).isGreaterThan(0);
      clock.pass(Duration.ofHours(2));
      log.tick();
      assertThat(log.bytes()).as("seed %d", seed).isZero();
      assertThat(log.rooms()).isZero();
    }
  }

  @Test
  void ten_thousand_people_on_one_message_count_as_bytes_of_the_room() {
    Draft message = ANA.say("one");
    keep(message);
    keep(new Written(ROOM, Authority.of("p")).react(message.mid(), "👍"));
    long one = log.bytes();
    for (int i = 0; i < 1_000; i++) {
      keep(new Written(ROOM, Authority.of("person" + i)).react(message.mid(), "👍"));
    }
    assertThat(log.bytes() - one).isGreaterThan(1_000 * (160 + 200 + 120));
    log = log(10_000, 100_000);
    keep(message);
    for (int i = 0; i < 1_000; i++) {
      log.append(ROOM, new Written(ROOM, Authority.of("person" + i)).react(message.mid(), "👍"));
    }
    assertThat(log.bytes()).isLessThanOrEqualTo(100_000);
  }

  @Test
  void a_page_looks_at_so_many_entries_and_says_that_there_are_more() {
    Draft first = ANA.say("one");
    keep(first);
    Draft message = ANA.say("two");
    keep(message);
    for (int i = 0; i < Excerpt.HIDDEN; i++) {
      keep(ANA.edit(message.mid(), "edit" + i));
    }
    Page page = read(Query.newest(1).as(View.MESSAGES));
    assertThat(page.entries()).extracting(Entry::mid).containsExactly(message.mid());
    keep(ANA.edit(message.mid(), "last"));
    page = read(Query.newest(1).as(View.MESSAGES));
    assertThat(page.entries()).isEmpty();
    assertThat(page.more()).isTrue();
    assertThat(page.from().seq()).isEqualTo(2);
    assertThat(page.to()).isEqualTo(page.head());
    page = read(Query.after(page.head().at(2), 1).as(View.MESSAGES));
    assertThat(page.entries()).isEmpty();
    assertThat(page.to()).isEqualTo(page.head());
    assertThat(page.more()).isFalse();
  }

  @Test
  void a_deleted_text_is_in_no_entry_that_is_kept() {
    Draft message = ANA.say("secret");
    keep(message);
    keep(ANA.edit(message.mid(), "secret too"));
    keep(ANA.delete(message.mid()));
    List<Entry> kept = read(Query.newest(9).as(View.STORED)).entries();
    assertThat(kept).hasSize(3);
    assertThat(kept).noneMatch(entry -> new String(entry.json(), UTF_8).contains("secret"));
    assertThat(log.bytes()).isEqualTo(weightOfEntries());
  }

  private long weightOfEntries() {
    List<Entry> kept = read(Query.newest(100).as(View.STORED)).entries();
    return kept.stream().mapToLong(EntryWindow::weight).sum();
  }

  private MemoryMessageLog log(int entries, long roomBytes) {
    Retention retention =
        new Retention(
            entries, Duration.ofHours(1), roomBytes, 1 << 26, Duration.ofMinutes(10), 100_000);
    return new MemoryMessageLog(new MemoryBus(), retention, clock, clock, new Random(1));
  }

  private void keep(Draft draft) {
    assertThat(log.append(ROOM, draft).toCompletableFuture().join()).isInstanceOf(Stored.class);
  }

  private Page read(Query query) {
    return log.read(ROOM, query).toCompletableFuture().join();
  }
}
