package io.tertulia.trial.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.trial.journal.Attempt;
import io.tertulia.trial.journal.Attempt.Acked;
import io.tertulia.trial.journal.Attempt.Refused;
import io.tertulia.trial.journal.Cursor;
import io.tertulia.trial.journal.Journal;
import io.tertulia.trial.journal.Journal.Stored;
import io.tertulia.trial.journal.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults are planted in a journal without any: the oracle must find each, and nothing else. */
class OracleTest {
  private static final String MEMBER = "member-3";
  private static final String ROOM = "room-2";

  private final Story story = new Story();

  @Test
  void a_journal_with_losses_repairs_and_resumes_is_clean() {
    Verdict verdict = judge();
    assertThat(verdict.complaints()).isEmpty();
    assertThat(verdict.clean()).isTrue();
    assertThat(verdict.deliveries()).isGreaterThanOrEqualTo(100_000);
    assertThat(verdict.repaired()).isEqualTo(Story.LOST * Story.MEMBERS);
    assertThat(verdict.resets()).isEqualTo(Story.MEMBERS / 2);
    assertThat(verdict.attempts())
        .isEqualTo(verdict.acks() + verdict.refusals() + verdict.unknowns());
    assertThat(verdict.refusals()).isPositive();
    assertThat(verdict.unknowns()).isPositive();
  }

  @Test
  void it_finds_every_one_of_ten_thousand_that_is_dropped() {
    SplittableRandom random = new SplittableRandom(11);
    List<String> dropped = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String member = "member-" + i;
      int index = story.find(member, ROOM, random.nextLong(2, Story.MESSAGES));
      dropped.add(member + " in " + ROOM + " never got " + story.message(member, index).mid());
      story.tapes.get(member).remove(index);
    }
    Verdict verdict = judge();
    assertThat(verdict.lost()).isEqualTo(10);
    assertThat(dropped).allSatisfy(fault -> assertComplains(verdict, fault));
    assertOnly(verdict, verdict.lost());
  }

  @Test
  void it_finds_a_last_message_that_never_came() {
    story.tapes.get(MEMBER).remove(story.find(MEMBER, ROOM, Story.MESSAGES));
    Verdict verdict = judge();
    assertThat(verdict.lost()).isOne();
    assertOnly(verdict, 1);
    assertComplains(
        verdict, MEMBER + " in " + ROOM + " never got " + Story.mid(ROOM, Story.MESSAGES));
  }

  @Test
  void it_finds_a_hole_that_somebody_had_who_left() {
    List<Seen> tape = story.tapes.get(MEMBER);
    tape.remove(story.find(MEMBER, ROOM, 2));
    tape.add(new Seen.Left(0, ROOM));
    Verdict verdict = judge();
    assertThat(verdict.lost()).isOne();
    assertComplains(verdict, MEMBER + " in " + ROOM + " never got " + Story.mid(ROOM, 2));
  }

  @Test
  void it_finds_two_that_changed_places() {
    int one = story.find(MEMBER, ROOM, 77);
    int other = story.find(MEMBER, ROOM, 78);
    Seen.Message first = story.message(MEMBER, one);
    Seen.Message second = story.message(MEMBER, other);
    story.tapes.get(MEMBER).set(one, renamed(first, second.mid()));
    story.tapes.get(MEMBER).set(other, renamed(second, first.mid()));
    Verdict verdict = judge();
    assertThat(verdict.reordered()).isEqualTo(2);
    assertOnly(verdict, 2);
    assertComplains(verdict, MEMBER + " in " + ROOM + " got " + first.mid());
    assertComplains(verdict, MEMBER + " in " + ROOM + " got " + second.mid());
  }

  @Test
  void it_finds_one_that_came_after_the_next() {
    int one = story.find(MEMBER, ROOM, 77);
    Collections.swap(story.tapes.get(MEMBER), one, story.find(MEMBER, ROOM, 78));
    Verdict verdict = judge();
    assertThat(verdict.reordered()).isOne();
    assertThat(verdict.lost()).isZero();
    assertComplains(verdict, MEMBER + " in " + ROOM + " got " + Story.mid(ROOM, 77));
  }

  @Test
  void it_finds_a_repeat() {
    int index = story.find(MEMBER, ROOM, 500);
    story.tapes.get(MEMBER).add(index, story.tapes.get(MEMBER).get(index));
    Verdict verdict = judge();
    assertThat(verdict.repeated()).isOne();
    assertOnly(verdict, 1);
    assertComplains(verdict, MEMBER + " in " + ROOM + " got " + Story.mid(ROOM, 500));
  }

  @Test
  void it_finds_a_repaired_one_that_came_again_without_a_reset() {
    story.tapes.get("member-0").removeIf(seen -> seen instanceof Seen.Reset);
    Verdict verdict = judge();
    assertThat(verdict.repeated()).isEqualTo(Story.LOST);
    assertComplains(verdict, "member-0 in room-0 got " + Story.mid("room-0", Story.FORK + 1));
  }

  @Test
  void it_finds_what_nobody_sent() {
    int index = story.find(MEMBER, ROOM, 1_234);
    Seen.Message message = story.message(MEMBER, index);
    long after = message.position().seq() + 1;
    Cursor next = new Cursor(Story.FIRST, after);
    story.tapes.get(MEMBER).add(index + 1, new Seen.Message(0, ROOM, next, "never-said", null));
    Verdict verdict = judge();
    assertThat(verdict.phantoms()).isOne();
    assertComplains(verdict, MEMBER + " in " + ROOM + " got never-said, which nobody sent");
  }

  @Test
  void it_finds_a_message_of_another_room() {
    int index = story.find(MEMBER, ROOM, 9);
    String foreign = Story.mid("room-3", 9);
    story.tapes.get(MEMBER).set(index, renamed(story.message(MEMBER, index), foreign));
    Verdict verdict = judge();
    assertThat(verdict.phantoms()).isOne();
    assertThat(verdict.lost()).isOne();
    assertComplains(verdict, foreign + ", which was sent to room-3");
  }

  @Test
  void it_finds_a_number_that_was_given_twice() {
    // After the loss the old epoch went on for one member, with something else at its number.
    int index = story.find("member-0", "room-0", Story.FORK + 1);
    story.attempt("other", "room-0", new Attempt.Unknown("a split brain"));
    story.tapes.get("member-0").set(index, renamed(story.message("member-0", index), "other"));
    Verdict verdict = judge();
    assertThat(verdict.reordered()).isPositive();
    assertComplains(verdict, Story.mid("room-0", Story.FORK + 1));
    assertComplains(verdict, "which stands at the place of");
  }

  @Test
  void it_finds_what_was_acknowledged_and_reached_nobody() {
    story.attempt("gone", ROOM, new Acked(null, 2_001, false));
    Verdict verdict = judge();
    assertThat(verdict.lost()).isOne();
    assertOnly(verdict, 1);
    assertComplains(verdict, "the log has lost gone of pub in " + ROOM);
  }

  @Test
  void it_finds_a_hole_behind_a_resume_without_a_reset() {
    int index = story.find(MEMBER, ROOM, 300);
    List<Seen> tape = story.tapes.get(MEMBER);
    for (long seq = 300; seq < 303; seq++) {
      tape.remove(story.find(MEMBER, ROOM, seq));
    }
    Cursor since = new Cursor(Story.FIRST, 299);
    Cursor from = new Cursor(Story.FIRST, 302);
    tape.add(index, new Seen.Joined(0, ROOM, since, from, from));
    Verdict verdict = judge();
    assertThat(verdict.lost()).isEqualTo(3);
    assertComplains(verdict, "joined at " + from + " without a reset");
    assertComplains(verdict, MEMBER + " in " + ROOM + " never got " + Story.mid(ROOM, 301));

    tape.add(index + 1, new Seen.Reset(0, ROOM, "behind", from, 0));
    assertThat(judge().complaints()).isEmpty();
  }

  @Test
  void it_finds_a_refused_one_that_appears() {
    String mid = Story.mid(ROOM, 42);
    story.attempts.removeIf(attempt -> attempt.mid().equals(mid));
    story.attempt(mid, ROOM, new Refused(140));
    Verdict verdict = judge();
    assertThat(verdict.phantoms()).isEqualTo(1 + Story.MEMBERS);
    assertComplains(verdict, MEMBER + " in " + ROOM + " got " + mid + ", which was refused");
  }

  @Test
  void a_retry_is_stored_once() {
    story.attempt(Story.mid(ROOM, 42), ROOM, new Acked(null, 42, true));
    assertThat(judge().clean()).isTrue();

    story.attempt(Story.mid(ROOM, 43), ROOM, new Acked(null, 43, false));
    assertThat(judge().repeated()).isOne();

    Cursor end = new Cursor(Story.FIRST, Story.MESSAGES + 1);
    story.truth.get(ROOM).add(new Stored(end, Story.mid(ROOM, 43)));
    Verdict verdict = judge();
    assertThat(verdict.repeated()).isEqualTo(2);
    assertComplains(verdict, "the log of " + ROOM + " has " + Story.mid(ROOM, 43));
  }

  @Test
  void it_finds_an_ack_with_a_number_that_is_not_its_own() {
    story.attempt(Story.mid(ROOM, 42), ROOM, new Acked(null, 40, true));
    assertThat(judge().reordered()).isOne();
  }

  @Test
  void a_loss_is_forgiven_when_all_who_had_it_were_told() {
    // It was the last of the old epoch, and too old to be put back.
    story.attempt("late", "room-0", new Acked(Story.FIRST, 1_006, false));
    for (int i = 0; i < Story.MEMBERS / 2; i++) {
      String member = "member-" + i;
      List<Seen> tape = story.tapes.get(member);
      int reset = indexOfReset(tape);
      Cursor place = new Cursor(Story.FIRST, 1_006);
      tape.set(reset, new Seen.Reset(0, "room-0", "epoch", new Cursor(Story.FIRST, 1_000), 1));
      tape.add(reset, new Seen.Message(0, "room-0", place, "late", null));
    }
    assertThat(judge().complaints()).isEmpty();

    List<Seen> tape = story.tapes.get("member-0");
    tape.set(
        indexOfReset(tape),
        new Seen.Reset(0, "room-0", "epoch", new Cursor(Story.FIRST, 1_000), 0));
    Verdict verdict = judge();
    assertThat(verdict.lost()).isOne();
    assertComplains(verdict, "the log has lost late of pub in room-0");
  }

  @Test
  void somebody_who_shows_what_the_log_has_lost_must_be_told() {
    story.attempt("lost", ROOM, new Attempt.Unknown("the connection broke"));
    Cursor end = new Cursor(Story.FIRST, Story.MESSAGES + 1);
    story.tapes.get(MEMBER).add(new Seen.Message(0, ROOM, end, "lost", null));
    Verdict verdict = judge();
    assertThat(verdict.lost()).isOne();
    assertComplains(verdict, MEMBER + " in " + ROOM + " holds lost");
  }

  @Test
  void somebody_who_does_not_come_back_or_is_sent_away_is_reported() {
    story.tapes.get(MEMBER).add(new Seen.Lost(0, 4503));
    Verdict verdict = judge();
    assertComplains(verdict, MEMBER + " was closed with 4503");
    assertComplains(verdict, MEMBER + " lost its connection and never came back");
  }

  @Test
  void a_recovery_counts_from_the_loss_or_from_a_later_mark() {
    long second = Duration.ofSeconds(1).toNanos();
    Journal journal = story.journal();
    journal.tape(MEMBER).add(new Seen.Lost(10 * second, Seen.Lost.BROKEN));
    journal.tape(MEMBER).add(new Seen.Live(17 * second));
    assertThat(Oracle.judge(journal).slowestRecovery()).isEqualTo(Duration.ofSeconds(7));

    journal.tape(MEMBER).add(new Seen.Lost(0, Seen.Lost.BROKEN));
    journal.mark("a node is back");
    long back = journal.marks().getLast().at();
    journal.tape(MEMBER).add(new Seen.Live(back + 8 * second));
    assertThat(Oracle.judge(journal).slowestRecovery()).isEqualTo(Duration.ofSeconds(8));
  }

  @Test
  void no_verdict_is_clean_without_the_final_history() {
    story.truth.remove(ROOM);
    assertComplains(judge(), "nobody read the final history of " + ROOM);
  }

  @Test
  void a_journal_is_written_as_lines_of_json(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("journal");
    Journal journal = story.journal();
    journal.dump(file);
    try (var lines = Files.lines(file)) {
      assertThat(lines)
          .hasSizeGreaterThan(100_000)
          .allMatch(line -> line.startsWith("{\"kind\":\"") && line.endsWith("}"));
    }
  }

  private Verdict judge() {
    return Oracle.judge(story.journal());
  }

  private static Seen.Message renamed(Seen.Message message, String mid) {
    return new Seen.Message(message.at(), message.room(), message.position(), mid, message.was());
  }

  private static int indexOfReset(List<Seen> tape) {
    for (int i = 0; i < tape.size(); i++) {
      if (tape.get(i) instanceof Seen.Reset) {
        return i;
      }
    }
    throw new IllegalArgumentException("no reset");
  }

  private static void assertComplains(Verdict verdict, String of) {
    assertThat(verdict.complaints()).anyMatch(complaint -> complaint.contains(of));
  }

  /** Nothing else was found. */
  private static void assertOnly(Verdict verdict, long complaints) {
    assertThat(verdict.complaints()).hasSize(Math.toIntExact(complaints));
  }
}
