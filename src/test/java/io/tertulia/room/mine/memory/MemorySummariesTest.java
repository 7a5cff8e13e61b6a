package io.tertulia.room.mine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.format.EntryEncoder;
import io.tertulia.heart.ManualClock;
import io.tertulia.room.MessageLog;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.RoomId;
import io.tertulia.room.members.Authority;
import io.tertulia.room.memory.MemoryBus;
import io.tertulia.room.memory.MemoryMessageLog;
import io.tertulia.room.memory.Retention;
import io.tertulia.room.mine.Mark;
import io.tertulia.room.mine.Summaries;
import io.tertulia.room.mine.Summaries.Question;
import io.tertulia.room.mine.Summaries.Summary;
import io.tertulia.room.mine.SummariesContract;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemorySummariesTest implements SummariesContract {
  private static final RoomId PLAZA = new RoomId("plaza");

  private final ManualClock clock = new ManualClock();
  private final MemoryMessageLog log =
      new MemoryMessageLog(
          new MemoryBus(),
          new Retention(5, Duration.ofHours(1), 1 << 20, 1 << 24, Duration.ofMinutes(1), 10_000),
          clock,
          clock,
          new Random(3));
  private final MemorySummaries summaries = new MemorySummaries(log);

  @Override
  public MessageLog log() {
    return log;
  }

  @Override
  public Summaries summaries() {
    return summaries;
  }

  @Test
  void mentions_behind_the_mark_are_counted_whoever_is_meant_by_them() {
    say(1, ",\"mentions\":[\"ana\",\"bo\"]", "bo");
    say(2, "", "bo");
    say(3, ",\"notify\":\"room\"", "eva");
    say(4, ",\"mentions\":[\"bo\"]", "eva");
    Summary all = ask(null);
    assertThat(all.since().mentions()).isEqualTo(2);
    assertThat(all.since().authors()).containsExactly("eva", "bo");
    assertThat(ask(ask(null, 1).at()).since().mentions()).isEqualTo(1);
    say(5, ",\"mentions\":[\"ana\"]", "bo");
    assertThat(ask(ask(null, 4).at()).since().authors()).containsExactly("bo");
  }

  @Test
  void what_is_not_kept_any_more_mentions_nobody_and_is_read_with_the_oldest_of_it() {
    say(1, ",\"mentions\":[\"ana\"]", "bo");
    for (int i = 2; i <= 8; i++) {
      say(i, "", "bo");
    }
    assertThat(ask(null).since().mentions()).isZero();
    assertThat(ask(null).since().unread()).isEqualTo(8);
    Summary summary = ask(null, 2);
    assertThat(summary.at()).isEqualTo(new Mark(summary.head().position().at(3), 3));
    clock.pass(Duration.ofHours(2));
    summaries.tick();
    assertThat(ask(null, 2).at()).isEqualTo(new Mark(summary.head().position(), 8));
  }

  @Test
  void what_only_looks_like_a_mention_in_a_text_is_none() {
    String text = ",\\\"mentions\\\":[\\\"ana\\\"]";
    append(",\"mid\":\"a\",\"from\":{\"id\":\"bo\"},\"text\":\"" + text + "\"}", "a");
    append(
        ",\"mid\":\"b\",\"from\":{\"id\":\"bo\"},\"data\":{\"x\":1,\"mentions\":[\"ana\"]}}", "b");
    assertThat(ask(null).since().mentions()).isZero();
  }

  private void say(int number, String links, String author) {
    String mid = "m" + number;
    append(
        ",\"mid\":\""
            + mid
            + "\",\"from\":{\"id\":\""
            + author
            + "\"}"
            + links
            + ",\"text\":\"x\"}",
        mid);
  }

  private void append(String tail, String mid) {
    var _ =
        log.append(
            PLAZA, new Draft(mid, EntryEncoder.messageHead(PLAZA.value()), tail, (String) null));
  }

  private Summary ask(Mark since) {
    return ask(since, 0);
  }

  private Summary ask(Mark since, long at) {
    return (Summary)
        summaries
            .of(PLAZA, Question.since(since).at(at).withAuthors(), Authority.of("ana"))
            .toCompletableFuture()
            .join();
  }
}
