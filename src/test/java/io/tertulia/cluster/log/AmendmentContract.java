package io.tertulia.cluster.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.cluster.log.LogServer.Denied;
import io.tertulia.cluster.log.LogServer.Dup;
import io.tertulia.cluster.log.LogServer.Gone;
import io.tertulia.cluster.log.LogServer.InThread;
import io.tertulia.cluster.log.LogServer.Lost;
import io.tertulia.cluster.log.LogServer.NoSuchMessage;
import io.tertulia.cluster.log.LogServer.Span;
import io.tertulia.cluster.log.LogServer.Stored;
import io.tertulia.cluster.log.LogServer.TooManyReactions;
import io.tertulia.cluster.log.LogServer.Unchanged;
import io.tertulia.cluster.redis.log.LogLimits;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Direction;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.MessageLog.View;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Right;
import io.tertulia.room.overlay.Fold;
import io.tertulia.room.overlay.History;
import io.tertulia.room.overlay.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is done to messages after they were said; behind {@link KeptContract}. */
public abstract class AmendmentContract extends KeptContract {
  protected final Written ana = by("ana");
  protected final Written bo = by("bo");

  protected static Written by(String who) {
    return new Written(ROOM, Authority.of(who));
  }

  @Test
  void what_is_answered_is_what_is_kept_of_every_kind() {
    Draft root = ana.say("root");
    List<Entry> said = new ArrayList<>(List.of(stored(root), stored(bo.reply(root.mid(), "why"))));
    said.add(stored(bo.react(root.mid(), "👍")));
    said.add(stored(bo.react(root.mid(), "👀", "👍")));
    said.add(stored(bo.react(root.mid())));

    same(talk.entries(), said);
    assertThat(said.stream().map(Talk::json).map(AmendmentContract::end))
        .endsWith(
            "\"set\":[\"👍\"],\"before\":[]}",
            "\"set\":[\"👀\",\"👍\"],\"before\":[\"👍\"]}",
            "\"set\":[],\"before\":[\"👀\",\"👍\"]}");

    Entry edit = stored(ana.edit(root.mid(), "edited"));
    same(talk.entries().subList(5, 6), List.of(edit));
    Entry deletion = stored(ana.delete(root.mid()));
    same(talk.entries().subList(6, 7), List.of(deletion));
    assertThat(talk.check().messages()).isEqualTo(2);
  }

  @Test
  void a_page_is_the_fold_of_all_entries_whatever_happened() {
    for (int seed = 0; seed < 12; seed++) {
      start(PLENTY);
      Random random = new Random(seed);
      History history = new History(random, ROOM);
      List<Entry> seen = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        if (talk.append(null, history.next()) instanceof Stored(Entry entry)) {
          seen.add(entry);
        }
        if (i % 20 == 5) {
          world.remember(ROOM);
        }
        if (i % 20 == 5 + random.nextInt(1, 12)) {
          seen = new ArrayList<>(talk.entries());
          world.rewind(ROOM);
          talk.repair(seen.getLast().position(), seen.toArray(Entry[]::new));
        }
      }
      List<Entry> raw = talk.entries();
      Fold fold = Fold.of(raw);
      same(shown(View.ENTRIES), raw.stream().map(fold::now).toList());
      assertThat(raw.stream().filter(entry -> Talk.json(entry).startsWith("{\"type\":\"message")))
          .hasSize((int) talk.check().messages());
      List<String> mids =
          seen.stream().map(Entry::mid).filter(m -> !m.startsWith("epoch")).toList();
      assertThat(raw).as("seed %d", seed).extracting(Entry::mid).containsAll(mids);
    }
  }

  @Test
  void what_was_done_to_a_message_is_done_again_when_it_was_lost() {
    Draft message = ana.say("one");
    stored(message);
    stored(bo.react(message.mid(), "👀"));
    world.remember(ROOM);
    stored(ana.edit(message.mid(), "two"));
    stored(bo.react(message.mid(), "👍"));
    stored(bo.reply(message.mid(), "three"));
    List<Entry> seen = talk.entries();
    String before = text(shown(View.MESSAGES).getFirst());
    world.rewind(ROOM);
    assertThat(text(shown(View.MESSAGES).getFirst())).contains("one").contains("👀");

    assertThat(repaired(seen)).isEqualTo(3);

    String after = text(shown(View.MESSAGES).getFirst());
    assertThat(times(after)).isEqualTo(times(before));
    assertThat(talk.check().messages()).isEqualTo(2);
    assertThat(repaired(seen)).isZero();
    assertThat(times(text(shown(View.MESSAGES).getFirst()))).isEqualTo(times(before));
  }

  @Test
  void a_deletion_that_was_lost_deletes_again() {
    Draft message = ana.say("secret");
    stored(message);
    stored(ana.edit(message.mid(), "secret2"));
    world.remember(ROOM);
    stored(ana.delete(message.mid()));
    List<Entry> seen = talk.entries();
    world.rewind(ROOM);
    assertThat(all()).contains("secret");

    assertThat(repaired(seen)).isEqualTo(1);

    assertThat(all()).doesNotContain("secret").contains("\"deleted\"");
    assertThat(talk.append(null, ana.edit(message.mid(), "x"))).isEqualTo(new Gone());
  }

  @Test
  void a_message_that_comes_back_behind_its_deletion_says_nothing() {
    stored(bo.say("hello"));
    world.remember(ROOM);
    Draft message = ana.say("secret");
    Entry said = stored(message);
    Entry edit = stored(ana.edit(message.mid(), "secret2"));
    stored(bo.react(message.mid(), "👍"));
    Entry deletion = stored(ana.delete(message.mid()));
    world.rewind(ROOM);

    assertThat(repaired(List.of(deletion))).isEqualTo(1);
    assertThat(repaired(List.of(said))).isEqualTo(1);
    assertThat(repaired(List.of(edit))).isEqualTo(1);

    assertThat(all()).doesNotContain("secret").contains("\"deleted\"");
    assertThat(talk.append(null, bo.react(message.mid(), "👍"))).isEqualTo(new Gone());
    assertThat(talk.append(null, ana.delete(message.mid()))).isEqualTo(new Unchanged());
    assertThat(talk.check().messages()).isEqualTo(2);
  }

  @Test
  void a_reply_that_comes_back_behind_its_deletion_says_nothing() {
    Draft root = bo.say("hello");
    stored(root);
    world.remember(ROOM);
    Draft reply = ana.reply(root.mid(), "secret");
    Entry said = stored(reply);
    Entry deletion = stored(ana.delete(reply.mid()));
    world.rewind(ROOM);

    assertThat(repaired(List.of(deletion))).isEqualTo(1);
    assertThat(repaired(List.of(said))).isEqualTo(1);

    assertThat(all()).doesNotContain("secret").contains("\"deleted\"", "\"replies\"");
    assertThat(talk.append(null, ana.edit(reply.mid(), "x"))).isEqualTo(new Gone());
  }

  @Test
  void an_edit_that_came_back_before_its_message_is_deleted_with_it() {
    stored(bo.say("hello"));
    world.remember(ROOM);
    Draft message = ana.say("secret");
    Entry said = stored(message);
    Entry edit = stored(ana.edit(message.mid(), "secret2"));
    world.rewind(ROOM);
    assertThat(repaired(List.of(edit))).isEqualTo(1);
    IntStream.range(0, 300).forEach(i -> talk.say("m" + i));
    assertThat(repaired(List.of(said))).isEqualTo(1);

    stored(ana.delete(message.mid()));

    assertThat(all()).doesNotContain("secret");
  }

  @Test
  void an_edit_that_came_back_before_the_deletion_says_nothing_either() {
    stored(bo.say("hello"));
    world.remember(ROOM);
    Draft message = ana.say("secret");
    Entry said = stored(message);
    Entry edit = stored(ana.edit(message.mid(), "secret2"));
    Entry deletion = stored(ana.delete(message.mid()));
    Entry held = new Entry(edit.position(), edit.mid(), edit.at(), edit.json());
    world.rewind(ROOM);

    assertThat(repaired(List.of(held))).isEqualTo(1);
    assertThat(all()).contains("secret2");
    assertThat(repaired(List.of(deletion))).isEqualTo(1);
    assertThat(all()).doesNotContain("secret");
    assertThat(repaired(List.of(said))).isEqualTo(1);
    assertThat(all()).doesNotContain("secret").contains("\"deleted\"");
  }

  @Test
  void what_was_done_to_a_message_waits_for_it_to_come_back() {
    stored(bo.say("hello"));
    world.remember(ROOM);
    Draft message = ana.say("one");
    Entry said = stored(message);
    Entry reaction = stored(bo.react(message.mid(), "👍"));
    Entry edit = stored(ana.edit(message.mid(), "two"));
    world.rewind(ROOM);

    assertThat(repaired(List.of(edit))).isEqualTo(1);
    assertThat(repaired(List.of(said, reaction))).isEqualTo(2);

    assertThat(text(shown(View.MESSAGES).getLast())).contains("two", "👍").doesNotContain("one");
    assertThat(talk.append(null, bo.react(message.mid(), "👍"))).isEqualTo(new Unchanged());
  }

  @Test
  void what_is_not_there_is_not_changed_and_what_is_lost_is_repaired_first() {
    Draft message = ana.say("one");
    assertThat(talk.append(null, ana.edit(message.mid(), "two"))).isEqualTo(new NoSuchMessage());
    stored(bo.say("hello"));
    world.remember(ROOM);
    Entry said = stored(message);
    world.rewind(ROOM);
    assertThat(talk.append(said.position(), ana.edit(message.mid(), "two")))
        .isInstanceOf(Lost.class);
    repaired(List.of(said));
    Draft edit = ana.edit(message.mid(), "two");
    assertThat(talk.append(talk.check().head(), edit)).isInstanceOf(Stored.class);
    assertThat(talk.append(null, edit)).isInstanceOf(Dup.class);
    assertThat(talk.append(null, ana.edit(edit.mid(), "x"))).isEqualTo(new NoSuchMessage());
  }

  @Test
  void whatever_comes_first_a_deletion_and_an_edit_leave_nothing() {
    Draft message = ana.say("secret");
    stored(message);
    Draft edit = ana.edit(message.mid(), "secret2");
    stored(edit);
    stored(by("bo").react(message.mid(), "👍"));
    Draft deletion = ana.delete(message.mid());
    stored(deletion);

    assertThat(talk.append(null, ana.edit(message.mid(), "secret3"))).isEqualTo(new Gone());
    assertThat(talk.append(null, edit)).isInstanceOf(Dup.class);
    assertThat(talk.append(null, deletion)).isInstanceOf(Dup.class);
    assertThat(talk.append(null, ana.delete(message.mid()))).isEqualTo(new Unchanged());
    assertThat(talk.append(null, bo.delete(message.mid())))
        .isEqualTo(new Denied(new Right.Denial(Right.Why.NOT_YOURS, 0)));
    assertThat(all()).doesNotContain("secret", "reactions");
  }

  @Test
  void there_are_no_threads_in_threads_and_fifty_kinds_of_reactions() {
    Draft root = ana.say("one");
    stored(root);
    Draft reply = bo.reply(root.mid(), "two");
    stored(reply);
    assertThat(talk.append(null, ana.reply(reply.mid(), "three"))).isEqualTo(new InThread());
    for (int i = 0; i < 50; i++) {
      stored(by("p" + i).react(root.mid(), Character.toString(0x1F400 + i)));
    }
    assertThat(talk.append(null, bo.react(root.mid(), "👍"))).isEqualTo(new TooManyReactions());
    stored(by("p7").react(root.mid(), "👍"));
    assertThat(talk.append(null, bo.react(root.mid(), "🎉"))).isEqualTo(new TooManyReactions());
    stored(bo.react(root.mid(), "👍"));
    assertThat(talk.append(null, by("p8").react(root.mid(), "🎉"))).isInstanceOf(Stored.class);
  }

  @Test
  void what_lies_beside_a_message_goes_with_it() {
    start(new LogLimits(5, Duration.ofHours(1), 1 << 24, Duration.ofMinutes(10)));
    Draft message = ana.say("one");
    stored(message);
    stored(bo.react(message.mid(), "👍"));
    stored(ana.edit(message.mid(), "two"));
    Draft second = ana.say("second");
    stored(second);
    stored(bo.say("a"));
    // It pushes out what it is about.
    assertThat(talk.append(null, bo.react(message.mid(), "👀"))).isInstanceOf(Stored.class);
    assertThat(talk.append(null, bo.react(message.mid(), "🎉"))).isEqualTo(new NoSuchMessage());
    assertThat(talk.append(null, ana.delete(message.mid()))).isEqualTo(new NoSuchMessage());
    stored(bo.react(second.mid(), "👍"));
    stored(ana.delete(second.mid()));
    assertThat(talk.entries()).hasSize(5);
    assertThat(all()).doesNotContain("second", "one").contains("\"deleted\"");
    assertThat(talk.check().messages()).isEqualTo(3);
  }

  @Test
  void a_message_that_its_own_deletion_pushes_out_is_gone_too() {
    start(new LogLimits(3, Duration.ofHours(1), 1 << 24, Duration.ofMinutes(10)));
    Draft message = ana.say("secret");
    stored(message);
    stored(ana.edit(message.mid(), "secret2"));
    stored(bo.say("a"));
    stored(ana.delete(message.mid()));

    assertThat(all()).doesNotContain("secret");
    assertThat(talk.entries()).extracting(e -> e.position().seq()).containsExactly(2L, 3L, 4L);
  }

  @Test
  void a_message_that_is_no_longer_recognised_is_looked_for() {
    start(new LogLimits(2000, Duration.ofHours(1), 1 << 24, Duration.ofMillis(30)));
    Draft message = ana.say("one");
    Draft other = ana.say("other");
    Draft third = ana.say("secret");
    List.of(message, other, third).forEach(this::stored);
    IntStream.range(0, 450).forEach(i -> talk.say("m" + i));
    world.pass(Duration.ofMillis(80));
    talk.say("x");
    world.pass(Duration.ofMillis(80));
    talk.say("y");

    stored(ana.edit(message.mid(), "two"));
    stored(bo.react(message.mid(), "👍"));
    stored(bo.reply(other.mid(), "three"));
    stored(ana.delete(third.mid()));

    assertThat(all()).contains("two", "👍", "\"replies\":{\"count\":1,").doesNotContain("secret");
  }

  @Test
  void the_deletion_of_an_old_message_deletes_again_when_it_was_lost() {
    start(new LogLimits(2000, Duration.ofHours(1), 1 << 24, Duration.ofMillis(600)));
    Draft message = ana.say("secret");
    stored(message);
    IntStream.range(0, 20).forEach(i -> talk.say("m" + i));
    world.pass(Duration.ofMillis(650));
    talk.say("x");
    world.pass(Duration.ofMillis(650));
    talk.say("y");
    world.remember(ROOM);
    Entry deletion = stored(ana.delete(message.mid()));
    world.rewind(ROOM);
    assertThat(all()).contains("secret");

    assertThat(repaired(List.of(deletion))).isEqualTo(1);

    assertThat(all()).doesNotContain("secret");
  }

  protected Entry stored(Draft draft) {
    LogServer.AppendReply reply = talk.append(null, draft);
    assertThat(reply).as(draft.tail()).isInstanceOf(Stored.class);
    return ((Stored) reply).entry();
  }

  private long repaired(List<Entry> seen) {
    return talk.repair(seen.getLast().position(), seen.toArray(Entry[]::new)).repaired();
  }

  protected List<Entry> shown(View view) {
    Span span = talk.read(new Query(Direction.AFTER, null, 10_000).as(view));
    return span.shown();
  }

  /** All that anybody could be shown. */
  protected String all() {
    StringBuilder all = new StringBuilder();
    for (View view : View.values()) {
      shown(view).forEach(entry -> all.append(text(entry)).append('\n'));
    }
    return all.toString();
  }

  protected static String text(Entry entry) {
    return Talk.json(entry);
  }

  /** Without what a repair changes. */
  private static String times(String json) {
    return json.replaceAll("\"(at|edited|last|rev)\":\\d+", "$1");
  }

  private static String end(String json) {
    return json.substring(Math.max(0, json.indexOf("\"set\"")));
  }

  private static void same(List<Entry> actual, List<Entry> expected) {
    assertThat(actual).extracting(Talk::json).isEqualTo(expected.stream().map(Talk::json).toList());
    assertThat(actual).usingRecursiveFieldByFieldElementComparator().isEqualTo(expected);
  }
}
