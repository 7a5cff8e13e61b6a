package io.tertulia.cluster.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.cluster.log.LogServer.Span;
import io.tertulia.cluster.redis.log.LogLimits;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Direction;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.Position;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** How a log is read, and what it lets go; behind {@link LogServerContract}. */
public abstract class KeptContract extends LogServerContract {
  private static final Query ALL = new Query(Direction.AFTER, null, 1000);

  @Test
  void a_room_that_is_not_there_is_read_as_nothing() {
    Span span = talk.read(ALL);

    assertThat(span.lineage()).isNull();
    assertThat(span.entries()).isEmpty();
    assertThat(span.from()).isZero();
  }

  @Test
  void forwards_from_where_somebody_is() {
    say(1, 5);

    read(ALL, 0, 1, 2, 3, 4, 5);
    read(new Query(Direction.AFTER, null, 2), 0, 1, 2);
    read(Query.after(at(2), 2), 2, 3, 4);
    read(Query.after(at(5), 2), 5);
    read(Query.after(at(2), 0), 2);
    read(Query.after(at(9), 9), 5);
    read(Query.after(new Position("stranger", 3), 2), 0, 1, 2);
  }

  @Test
  void backwards_from_where_somebody_is() {
    say(1, 5);

    read(Query.newest(3), 2, 3, 4, 5);
    read(Query.newest(0), 5);
    read(Query.newest(99), 0, 1, 2, 3, 4, 5);
    read(Query.before(at(4), 2), 1, 2, 3);
    read(Query.before(at(6), 2), 3, 4, 5);
    read(Query.before(at(1), 2), 0);
    read(Query.before(at(0), 2), 0);
    read(Query.before(at(9), 2), 3, 4, 5);
    read(Query.before(new Position("stranger", 3), 2), 3, 4, 5);
  }

  @Test
  void a_cursor_counts_up_to_the_end_of_its_epoch() {
    say(1, 5);
    world.promote();
    say(7, 8);

    read(Query.after(at(4), 2), 4, 5, 6);
    read(Query.after(at(7), 2), 5, 6, 7);
    read(Query.before(at(6), 2), 3, 4, 5);
    read(Query.before(at(7), 2), 6, 7, 8);
  }

  @Test
  void no_more_than_so_many_entries_are_kept() {
    start(new LogLimits(3, Duration.ofHours(1), 1 << 24, Duration.ofMinutes(10)));
    say(1, 5);

    assertThat(talk.read(ALL).floor()).isEqualTo(3);
    read(ALL, 2, 3, 4, 5);
    read(Query.after(at(1), 1), 2, 3);
    read(Query.before(at(2), 1), 1);
    read(Query.before(at(3), 1), 2);
    assertThat(talk.repair(null).floor()).isEqualTo(3);
  }

  @Test
  void what_is_too_old_is_not_read_whether_it_was_trimmed_or_not() {
    start(new LogLimits(1000, Duration.ofMillis(400), 1 << 24, Duration.ofMinutes(10)));
    say(1, 6);
    world.pass(Duration.ofMillis(420));
    say(7, 7);

    assertThat(talk.read(ALL).floor()).isEqualTo(7);
    assertThat(talk.repair(null).floor()).isEqualTo(7);
    read(ALL, 6, 7);
    read(Query.before(at(7), 3), 6);
    say(8, 8);
    read(Query.after(at(2), 10), 6, 7, 8);
    world.pass(Duration.ofMillis(420));
    read(ALL, 8);
    assertThat(talk.check().top()).isEqualTo(8);
  }

  @Test
  void no_more_than_so_many_bytes_are_kept_and_the_newest_stays() {
    start(new LogLimits(1000, Duration.ofHours(1), 500, Duration.ofMinutes(10)));
    say(1, 8);
    long few = talk.entries().size();
    talk.append(null, talk.draft("long", "x".repeat(2000), null));
    say(10, 16);

    assertThat(few).isBetween(2L, 5L);
    assertThat(talk.entries()).extracting(Entry::mid).contains("m16").doesNotContain("long");
    assertThat(talk.read(ALL).floor()).isGreaterThan(9);
  }

  @Test
  void a_mid_is_forgotten_after_a_while() {
    start(new LogLimits(1000, Duration.ofHours(1), 1 << 24, Duration.ofMillis(30)));
    say(1, 1);
    world.pass(Duration.ofMillis(40));
    say(2, 2);
    world.pass(Duration.ofMillis(40));
    say(3, 3);

    assertThat(talk.say("m1").position().seq()).isEqualTo(4);
  }

  @Test
  void a_room_where_nobody_speaks_any_more_is_forgotten() {
    start(new LogLimits(1000, Duration.ofMillis(40), 1 << 24, Duration.ofMillis(20)));
    say(1, 2);
    world.pass(Duration.ofMillis(300));
    assertThat(talk.check().top()).isEqualTo(2);
    read(ALL, 2);
    world.pass(Duration.ofMillis(400));

    assertThat(talk.check()).isNull();
    assertThat(talk.say("again").position().seq()).isEqualTo(1);
  }

  private static Position at(long seq) {
    return new Position("epoch000", seq);
  }

  private void say(long from, long to) {
    for (long i = from; i <= to; i++) {
      talk.say("m" + i);
    }
  }

  private void read(Query query, long from, long... seqs) {
    Span span = talk.read(query);
    assertThat(span.from()).as("from of %s", query).isEqualTo(from);
    assertThat(span.entries().stream().mapToLong(entry -> entry.position().seq()))
        .as("entries of %s", query)
        .containsExactly(Arrays.stream(seqs).boxed().toArray(Long[]::new));
    assertThat(span.lineage()).isEqualTo(talk.check());
  }
}
