package io.tertulia.trial.oracle;

import io.tertulia.trial.journal.Attempt;
import io.tertulia.trial.journal.Cursor;
import io.tertulia.trial.journal.Journal;
import io.tertulia.trial.journal.Journal.Mark;
import io.tertulia.trial.journal.Journal.Stored;
import io.tertulia.trial.journal.Seen;
import io.tertulia.trial.journal.Tape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges a journal: was anything lost in silence, repeated, reordered or made up? Pure.
 *
 * <p>The final history of each room is what all are compared with; it is itself compared with what
 * was acknowledged, so nothing that is gone from both is overlooked.
 */
public final class Oracle {
  private final Findings findings = new Findings();
  private final Sent sent;
  private final long[] marks;
  private final Map<String, Book> books = new HashMap<>();
  private final Map<String, List<Stay>> stays = new LinkedHashMap<>();
  private final Map<String, List<Stored>> truth;

  private Oracle(Journal journal) {
    this.sent = new Sent(journal.attempts());
    this.marks = journal.marks().stream().mapToLong(Mark::at).sorted().toArray();
    this.truth = journal.truth();
  }

  public static Verdict judge(Journal journal) {
    Oracle oracle = new Oracle(journal);
    oracle.truth.keySet().stream().sorted().forEach(oracle::book);
    journal.tapes().forEach(oracle::follow);
    oracle.checkAcks();
    return oracle.findings.verdict(oracle.sent);
  }

  private Book book(String room) {
    return books.computeIfAbsent(
        room,
        name -> {
          Book book = new Book(name, truth.get(name));
          book.open(sent, findings);
          return book;
        });
  }

  private void follow(Tape tape) {
    Map<String, Stay> rooms = new LinkedHashMap<>();
    Follower follower = new Follower(tape.member());
    for (Seen seen : tape.seen()) {
      if (seen instanceof Seen.InRoom inRoom) {
        Stay stay =
            rooms.computeIfAbsent(
                inRoom.room(), room -> new Stay(tape.member(), book(room), sent, findings));
        follower.inRoom(inRoom, stay);
      } else {
        follower.connection(seen);
      }
    }
    follower.end();
    rooms.forEach(
        (room, stay) -> {
          stay.end();
          stays.computeIfAbsent(room, name -> new ArrayList<>()).add(stay);
        });
  }

  /** What was acknowledged must be in the log, under the number that was given. */
  private void checkAcks() {
    Map<String, List<Sent.Intent>> missing = new HashMap<>();
    for (Sent.Intent intent : sent.intents()) {
      Book book = book(intent.room);
      if (!intent.isAcked() || book.truth() == null) {
        continue;
      }
      Cursor place = book.lastPlace(intent.mid);
      if (place != null) {
        checkNumber(intent, book, place);
      } else if (!isTrimmed(intent, book)) {
        missing.computeIfAbsent(intent.room, room -> new ArrayList<>()).add(intent);
      }
    }
    missing.forEach(this::checkAnnounced);
  }

  private void checkNumber(Sent.Intent intent, Book book, Cursor place) {
    long fresh = 0;
    for (Attempt attempt : intent.acks) {
      Attempt.Acked ack = (Attempt.Acked) attempt.outcome();
      fresh += ack.dup() ? 0 : 1;
      if (book.isOfOneEpoch() && ack.seq() != place.seq()) {
        findings.reordered(
            intent + " was acknowledged as " + ack.seq() + " and stands at " + place);
      }
    }
    if (book.isOfOneEpoch() && fresh > 1) {
      findings.repeated(intent + " was acknowledged " + fresh + " times as new");
    }
  }

  /** Whether retention took it, as it takes the oldest. */
  private static boolean isTrimmed(Sent.Intent intent, Book book) {
    return book.isOfOneEpoch()
        && ((Attempt.Acked) intent.acks.getLast().outcome()).seq() < book.floor();
  }

  private void checkAnnounced(String room, List<Sent.Intent> missing) {
    long announced = announced(stays.getOrDefault(room, List.of()), missing);
    if (missing.size() > announced) {
      for (Sent.Intent intent : missing) {
        findings.lost(
            "the log has lost "
                + intent
                + ", acknowledged; announced for "
                + room
                + ": "
                + announced);
      }
    }
  }

  /**
   * How many losses everybody was told of who had to be told: those from whom a reset took
   * something that is missing, or all when nobody ever got it.
   */
  private static long announced(List<Stay> stays, List<Sent.Intent> missing) {
    long toldAll = Long.MAX_VALUE;
    long told = 0;
    for (Stay stay : stays) {
      told = Math.max(told, stay.late());
      if (missing.stream().anyMatch(intent -> stay.hasDropped(intent.mid))) {
        toldAll = Math.min(toldAll, stay.late());
      }
      if (missing.stream().anyMatch(intent -> stay.holds(intent.mid))) {
        return 0;
      }
    }
    return Math.min(told, toldAll);
  }

  private long markBefore(long at) {
    long last = 0;
    for (long mark : marks) {
      if (mark <= at) {
        last = mark;
      }
    }
    return last;
  }

  /** One member's connection: when it was lost, and how long it took. */
  private final class Follower {
    private final String member;
    private long lostAt = -1;
    private long liveAt = -1;

    Follower(String member) {
      this.member = member;
    }

    void connection(Seen seen) {
      switch (seen) {
        case Seen.Lost lost -> lost(lost);
        case Seen.Live live -> live(live.at());
        case Seen.Trouble trouble -> findings.complain(member + ": " + trouble.what());
        case Seen.InRoom inRoom -> throw new IllegalArgumentException("in a room: " + inRoom);
      }
    }

    void inRoom(Seen.InRoom seen, Stay stay) {
      switch (seen) {
        case Seen.Joined joined -> stay.joined(joined);
        case Seen.Left left -> stay.left();
        case Seen.Message message -> message(message, stay);
        case Seen.Other other -> stay.other(other);
        case Seen.Reset reset -> {
          findings.resets++;
          stay.reset(reset);
        }
      }
    }

    void end() {
      if (lostAt >= 0) {
        findings.complain(member + " lost its connection and never came back");
      }
    }

    private void message(Seen.Message message, Stay stay) {
      findings.deliveries++;
      if (message.was() != null) {
        findings.repaired++;
      }
      long acked = sent.ackedAt(message.mid(), message.at());
      if (stay.message(message) && acked >= 0 && liveAt >= 0 && lostAt < 0) {
        long due = Math.max(Math.max(acked, liveAt), stay.joinedAt());
        due = Math.max(due, markBefore(message.at()));
        findings.slowestDelivery = Math.max(findings.slowestDelivery, message.at() - due);
      }
    }

    private void lost(Seen.Lost lost) {
      if (lostAt < 0) {
        lostAt = lost.at();
      }
      int code = lost.code();
      if (code == 1002 || code == 1007 || code == 1009 || code >= 4500) {
        findings.complain(member + " was closed with " + code);
      }
    }

    private void live(long at) {
      if (lostAt >= 0) {
        long since = Math.max(lostAt, markBefore(at));
        findings.slowestRecovery = Math.max(findings.slowestRecovery, at - since);
        lostAt = -1;
      }
      liveAt = at;
    }
  }
}
