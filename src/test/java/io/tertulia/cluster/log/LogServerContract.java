package io.tertulia.cluster.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tertulia.cluster.log.LogServer.Dup;
import io.tertulia.cluster.log.LogServer.Late;
import io.tertulia.cluster.log.LogServer.Lost;
import io.tertulia.cluster.log.LogServer.NoSuchMessage;
import io.tertulia.cluster.log.LogServer.Refused;
import io.tertulia.cluster.log.LogServer.Repaired;
import io.tertulia.cluster.log.LogServer.Stored;
import io.tertulia.cluster.log.LogServer.Unanswered;
import io.tertulia.cluster.redis.log.LogLimits;
import io.tertulia.room.Entry;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a log is written, fenced and repaired, whatever Redis it is in. */
public abstract class LogServerContract {
  protected static final RoomId ROOM = new RoomId("plaza");

  /** So much that nothing goes during a test. */
  protected static final LogLimits PLENTY =
      new LogLimits(1000, Duration.ofHours(1), 1 << 24, Duration.ofMinutes(10));

  protected LogWorld world;
  protected Talk talk;

  /** A log with nothing in it. */
  protected abstract LogWorld open(LogLimits limits);

  protected void start(LogLimits limits) {
    stop();
    world = open(limits);
    talk = new Talk(world.server(), ROOM);
  }

  @BeforeEach
  void start() {
    start(PLENTY);
  }

  @AfterEach
  void stop() {
    if (world != null) {
      world.close();
      world = null;
    }
  }

  @Test
  void entries_are_numbered_from_one_without_holes() {
    Entry first = talk.say("a");
    Entry second = talk.say("b");

    assertThat(first.position()).isEqualTo(new Position("epoch000", 1));
    assertThat(second.position()).isEqualTo(new Position("epoch000", 2));
    assertThat(Talk.json(second))
        .isEqualTo(
            "{\"type\":\"message\",\"room\":\"plaza\",\"seq\":2,\"at\":"
                + second.at()
                + ",\"n\":2,\"mid\":\"b\",\"text\":\"text of b\"}");
    assertThat(talk.check().forks()).extracting(Lineage.Fork::first).containsExactly(1L);
    assertThat(talk.check().head()).isEqualTo(second.position());
  }

  @Test
  void what_is_answered_is_what_is_kept() {
    Entry said = ((Stored) talk.append(null, talk.draft("a", "ñandú 😀 \\n", null))).entry();

    assertThat(talk.entries()).usingRecursiveFieldByFieldElementComparator().containsExactly(said);
  }

  @Test
  void a_mid_is_stored_once_and_its_entry_comes_back() {
    Entry first = talk.say("a");
    talk.say("b");

    Dup dup = (Dup) talk.append(null, talk.draft("a", "something else", null));

    assertThat(dup.position()).isEqualTo(first.position());
    assertThat(dup.entry()).usingRecursiveComparison().isEqualTo(first);
    assertThat(talk.entries()).hasSize(2);
  }

  @Test
  void a_mid_is_recognised_also_when_its_entry_is_gone() {
    start(new LogLimits(2, Duration.ofHours(1), 1 << 24, Duration.ofMinutes(10)));
    Entry first = talk.say("a");
    talk.say("b");
    talk.say("c");

    assertThat(talk.append(null, talk.draft("a"))).isEqualTo(new Dup(first.position(), null));
  }

  @Test
  void what_is_replied_to_must_be_there() {
    talk.say("a");

    assertThat(talk.append(null, talk.draft("b", "yes", "a"))).isInstanceOf(Stored.class);
    assertThat(talk.append(null, talk.draft("c", "yes", "z"))).isEqualTo(new NoSuchMessage());
    assertThat(talk.append(null, talk.draft("b", "yes", "z"))).isInstanceOf(Dup.class);
    assertThat(talk.entries()).extracting(Entry::mid).containsExactly("a", "b");
  }

  @Test
  void a_room_of_which_nothing_is_known_has_nothing_to_reply_to() {
    assertThat(talk.append(null, talk.draft("c", "yes", "z"))).isEqualTo(new NoSuchMessage());
    assertThat(talk.check()).isNull();
  }

  @Test
  void what_is_replied_to_may_be_older_than_what_is_recognised() {
    start(new LogLimits(1000, Duration.ofHours(1), 1 << 24, Duration.ofMillis(30)));
    Entry first = talk.say("a");
    for (int i = 0; i < 250; i++) {
      talk.say("filler" + i);
    }
    world.pass(Duration.ofMillis(40));
    talk.say("b");
    world.pass(Duration.ofMillis(40));
    talk.say("c");

    assertThat(talk.append(first.position(), talk.draft("d", "yes", "a")))
        .isInstanceOf(Stored.class);
    assertThat(talk.append(first.position(), talk.draft("e", "yes", "z")))
        .isEqualTo(new NoSuchMessage());
    assertThat(talk.append(new Position("stranger", 1), talk.draft("f", "yes", "z")))
        .isEqualTo(new Lost(talk.check()));
  }

  @Test
  void what_comes_too_late_stores_nothing() {
    assertThat(talk.append(null, talk.draft("a"), world.server().time() - 1000))
        .isEqualTo(new Late());
    assertThat(talk.check()).isNull();
  }

  @Test
  void another_mastership_begins_an_epoch_with_an_entry_that_says_so() {
    Entry before = talk.say("a");
    world.promote();
    Entry after = ((Stored) talk.append(before.position(), talk.draft("b"))).entry();

    String epoch = after.position().epoch();
    assertThat(after.position().seq()).isEqualTo(3);
    assertThat(epoch).isNotEqualTo("epoch000");
    Entry between = talk.entries().get(1);
    assertThat(between.mid()).isEqualTo(epoch + epoch);
    assertThat(Talk.json(between))
        .isEqualTo(
            "{\"type\":\"epoch\",\"room\":\"plaza\",\"seq\":2,\"at\":%d,\"n\":1,\"epoch\":\"%s\",\"after\":\"epoch000:1\"}"
                .formatted(between.at(), epoch));
    assertThat(talk.check().at(1)).isEqualTo(before.position());
    assertThat(talk.check().at(2)).isEqualTo(new Position(epoch, 2));
    assertThat(talk.say("c").position()).isEqualTo(new Position(epoch, 4));
  }

  @Test
  void a_dup_is_recognised_under_another_mastership() {
    Entry before = talk.say("a");
    world.promote();

    assertThat(((Dup) talk.append(null, talk.draft("a"))).position()).isEqualTo(before.position());
    assertThat(talk.check().top()).isEqualTo(2);
  }

  @Test
  void who_knows_of_more_than_is_there_is_told_and_an_epoch_begins() {
    talk.say("a");
    world.remember(ROOM);
    Entry lost = talk.say("b");
    world.rewind(ROOM);

    assertThat(talk.append(lost.position(), talk.draft("c"))).isEqualTo(new Lost(talk.check()));

    assertThat(talk.check().top()).isEqualTo(2);
    assertThat(talk.check().last("epoch000")).isEqualTo(1);
    assertThat(talk.entries()).extracting(Entry::mid).doesNotContain("b", "c");
  }

  @Test
  void who_knows_of_an_epoch_that_never_was_is_told() {
    talk.say("a");

    assertThat(talk.append(new Position("stranger", 1), talk.draft("b")))
        .isEqualTo(new Lost(talk.check()));
    assertThat(talk.entries()).hasSize(1);
  }

  @Test
  void a_room_that_was_wiped_begins_anew_and_is_repaired() {
    Entry a = talk.say("a");
    Entry b = talk.say("b");
    world.wipe();

    Lost lost = (Lost) talk.append(b.position(), talk.draft("c"));
    Repaired repaired = talk.repair(b.position(), a, b);

    assertThat(lost.lineage().top()).isZero();
    assertThat(lost.lineage().last("epoch000")).isEqualTo(Lineage.ALIEN);
    assertThat(repaired).isEqualTo(new Repaired(talk.check(), 1, 2, 0));
    assertThat(talk.entries()).extracting(Entry::mid).containsExactly("a", "b");
  }

  @Test
  void what_was_lost_is_put_back_once_in_order_and_says_where_it_was() {
    Entry kept = talk.say("a");
    world.remember(ROOM);
    Entry b = talk.say("b");
    Entry c = ((Stored) talk.append(null, talk.draft("c", "ñandú 😀", null))).entry();
    world.rewind(ROOM);

    Repaired once = talk.repair(c.position(), kept, b, c);
    Repaired again = talk.repair(c.position(), kept, b, c);

    assertThat(once).isEqualTo(new Repaired(talk.check(), 1, 2, 0));
    assertThat(again).isEqualTo(new Repaired(talk.check(), 1, 0, 0));
    List<Entry> entries = talk.entries();
    assertThat(entries).extracting(entry -> entry.position().seq()).containsExactly(1L, 2L, 3L, 4L);
    assertThat(entries.subList(2, 4)).extracting(Entry::mid).containsExactly("b", "c");
    assertThat(Talk.json(entries.get(3)))
        .isEqualTo(
            "{\"type\":\"message\",\"room\":\"plaza\",\"seq\":4,\"at\":"
                + entries.get(3).at()
                + ",\"n\":3,\"was\":\"epoch000:3\",\"mid\":\"c\",\"text\":\"ñandú 😀\"}");
    assertThat(talk.append(null, talk.draft("c"))).isInstanceOf(Dup.class);
  }

  @Test
  void what_is_lost_twice_says_where_it_was_last() {
    talk.say("a");
    world.remember(ROOM);
    Entry b = talk.say("b");
    world.rewind(ROOM);
    talk.repair(b.position(), b);
    Entry back = talk.entries().getLast();
    world.rewind(ROOM);
    talk.repair(back.position(), b, back);

    Entry last = talk.entries().getLast();
    assertThat(Talk.json(last)).containsOnlyOnce("was").contains("\"was\":\"epoch000:2\"");
    assertThat(talk.entries()).extracting(Entry::mid).containsOnlyOnce("b");
  }

  @Test
  void the_entry_of_an_epoch_is_never_put_back() {
    talk.say("a");
    world.remember(ROOM);
    world.promote();
    talk.say("b");
    List<Entry> seen = talk.entries();
    world.rewind(ROOM);

    Repaired repaired = talk.repair(seen.getLast().position(), seen.toArray(Entry[]::new));

    assertThat(repaired.repaired()).isEqualTo(1);
    assertThat(talk.entries()).extracting(Entry::mid).containsSequence("b").hasSize(3);
  }

  @Test
  void what_was_lost_longer_ago_than_is_recognised_is_counted_and_not_put_back() {
    start(new LogLimits(1000, Duration.ofHours(1), 1 << 24, Duration.ofMillis(40)));
    talk.say("a");
    world.remember(ROOM);
    Entry b = talk.say("b");
    world.pass(Duration.ofMillis(5));
    world.rewind(ROOM);
    talk.repair(b.position());
    world.pass(Duration.ofMillis(60));

    assertThat(talk.repair(null, b)).isEqualTo(new Repaired(talk.check(), 1, 0, 1));
  }

  @Test
  void sixteen_epochs_are_remembered_and_what_is_older_is_called_old() {
    Entry first = talk.say("a");
    for (int i = 0; i < 20; i++) {
      world.promote();
      talk.repair(null);
    }

    Lineage lineage = talk.check();
    assertThat(lineage.forks()).hasSize(16);
    assertThat(lineage.top()).isEqualTo(21);
    assertThat(lineage.last("epoch000")).isEqualTo(Lineage.OLD);
    assertThat(lineage.last("epoch006")).isEqualTo(7);
    assertThat(talk.append(first.position(), talk.draft("b"))).isEqualTo(new Lost(lineage));
    Entry held = new Entry(first.position(), "other", first.at(), first.json());
    assertThat(talk.repair(null, held)).isEqualTo(new Repaired(lineage, 1, 0, 1));
    assertThat(talk.repair(null, first)).isEqualTo(new Repaired(lineage, 1, 0, 0));
  }

  @Test
  void without_memory_nothing_is_half_written() {
    Entry before = talk.say("a");
    Lineage lineage = talk.check();
    world.promote();
    world.fill();

    assertThat(talk.append(null, talk.draft("b")))
        .isInstanceOfSatisfying(Refused.class, no -> assertThat(no.why()).contains("OOM"));
    assertThatThrownBy(() -> talk.repair(null, before))
        .cause()
        .isInstanceOfSatisfying(Unanswered.class, no -> assertThat(no.wasSent()).isFalse());
    assertThat(talk.check()).isEqualTo(lineage);
    assertThat(talk.entries()).hasSize(1);
    Talk elsewhere = new Talk(world.server(), new RoomId("elsewhere"));
    assertThat(elsewhere.append(null, elsewhere.draft("b"))).isInstanceOf(Refused.class);
    assertThat(elsewhere.check()).isNull();

    world.drain();
    assertThat(talk.say("b").position().seq()).isEqualTo(3);
  }

  @Test
  void a_replica_refuses_and_is_read() {
    talk.say("a");
    Lineage lineage = talk.check();
    world.demote();

    assertThat(talk.append(null, talk.draft("b")))
        .isInstanceOfSatisfying(Refused.class, no -> assertThat(no.why()).contains("READONLY"));
    assertThatThrownBy(() -> talk.repair(null))
        .cause()
        .isInstanceOfSatisfying(Unanswered.class, no -> assertThat(no.wasSent()).isFalse());
    assertThat(talk.check()).isEqualTo(lineage);
    assertThat(talk.entries()).hasSize(1);
  }

  @Test
  void numbers_go_on_above_two_to_the_power_of_31() {
    talk.say("a");
    long top = 5_000_000_000L;
    world.jump(ROOM, top);

    Entry next = talk.say("b");
    world.promote();
    talk.append(next.position(), talk.draft("c"));

    assertThat(next.position().seq()).isEqualTo(top + 1);
    assertThat(talk.entries())
        .extracting(entry -> entry.position().seq())
        .containsExactly(top + 1, top + 2, top + 3);
    assertThat(Talk.json(talk.entries().getLast())).contains("\"seq\":5000000003,");
    assertThat(talk.check().last("epoch000")).isEqualTo(top + 1);
  }

  @Test
  void an_empty_repair_makes_a_room() {
    assertThat(talk.check()).isNull();

    Repaired repaired = talk.repair(null);

    assertThat(repaired).isEqualTo(new Repaired(talk.check(), 1, 0, 0));
    assertThat(talk.check().head()).isEqualTo(new Position("epoch000", 0));
  }

  @Test
  void rooms_are_checked_in_the_order_asked_for() {
    talk.say("a");
    Talk other = new Talk(world.server(), new RoomId("other"));
    other.say("b");
    other.say("c");

    List<Lineage> found =
        Talk.answer(
            world
                .server()
                .check(List.of(new RoomId("other"), new RoomId("nowhere"), new RoomId("plaza"))));

    assertThat(found).containsExactly(other.check(), null, talk.check());
    assertThat(Talk.answer(world.server().check(List.of()))).isEmpty();
  }

  @Test
  void redis_clock_is_known() {
    Entry said = talk.say("a");

    assertThat(world.server().time()).isBetween(said.at() - 5_000, said.at() + 5_000);
  }
}
