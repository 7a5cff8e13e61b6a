package io.tertulia.trial.oracle;

import io.tertulia.trial.journal.Attempt;
import io.tertulia.trial.journal.Attempt.Acked;
import io.tertulia.trial.journal.Attempt.Door;
import io.tertulia.trial.journal.Attempt.Outcome;
import io.tertulia.trial.journal.Attempt.Refused;
import io.tertulia.trial.journal.Attempt.Unknown;
import io.tertulia.trial.journal.Cursor;
import io.tertulia.trial.journal.Journal;
import io.tertulia.trial.journal.Journal.Stored;
import io.tertulia.trial.journal.Seen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A made-up journal of servers that kept their promise through losses, repairs and resumes: 5
 * rooms, 10 members in all of them, 100,000 deliveries. What is in the lists may be spoilt before
 * {@link #journal()}.
 *
 * <p>In room-0 the log loses the numbers 1,001 to 1,005 of its first epoch; half of the members had
 * them. All five are put back behind the new epoch.
 */
final class Story {
  static final int ROOMS = 5;
  static final int MEMBERS = 10;
  static final int MESSAGES = 2_000;
  static final long FORK = 1_000;
  static final long LOST = 5;
  static final String FIRST = "aaaaaaaa";
  static final String SECOND = "bbbbbbbb";

  final List<Attempt> attempts = new ArrayList<>();
  final Map<String, List<Seen>> tapes = new LinkedHashMap<>();
  final Map<String, List<Stored>> truth = new LinkedHashMap<>();

  private final SplittableRandom random = new SplittableRandom(7);
  private final Map<String, Cursor> reached = new LinkedHashMap<>();
  private long clock;

  Story() {
    for (int r = 0; r < ROOMS; r++) {
      truth.put("room-" + r, new ArrayList<>());
    }
    for (int m = 0; m < MEMBERS; m++) {
      List<Seen> tape = new ArrayList<>();
      for (String room : truth.keySet()) {
        Cursor start = new Cursor(FIRST, 0);
        tape.add(new Seen.Joined(tick(), room, null, start, start));
        reached.put("member-" + m + room, start);
      }
      tape.add(new Seen.Live(tick()));
      tapes.put("member-" + m, tape);
    }
    for (long n = 1; n <= MESSAGES; n++) {
      for (String room : truth.keySet()) {
        if (room.equals("room-0") && n > FORK) {
          afterFork(room, n);
        } else {
          say(room, new Cursor(FIRST, n));
        }
        // Not in the middle of the loss, where cursors need a reset.
        if (!room.equals("room-0") || n <= FORK || n > FORK + LOST) {
          wander(room);
        }
      }
    }
  }

  static String mid(String room, long n) {
    return "mid-" + room + "-" + n;
  }

  Journal journal() {
    Journal journal = new Journal();
    attempts.forEach(journal::attempted);
    tapes.forEach((member, seen) -> seen.forEach(journal.tape(member)::add));
    truth.forEach(journal::truth);
    return journal;
  }

  void attempt(String mid, String room, Outcome outcome) {
    attempts.add(
        new Attempt(tick(), tick(), mid, mid, room, "pub", Door.WEBSOCKET, "node", outcome));
  }

  /** Where a member's tape has a message of a room with a number. */
  int find(String member, String room, long seq) {
    List<Seen> tape = tapes.get(member);
    for (int i = 0; i < tape.size(); i++) {
      if (tape.get(i) instanceof Seen.Message message
          && message.room().equals(room)
          && message.position().seq() == seq) {
        return i;
      }
    }
    throw new IllegalArgumentException(member + " has no " + seq + " in " + room);
  }

  Seen.Message message(String member, int index) {
    return (Seen.Message) tapes.get(member).get(index);
  }

  private long tick() {
    return clock += 1_000;
  }

  private void say(String room, Cursor position) {
    String mid = mid(room, position.seq());
    switch (random.nextInt(20)) {
      case 0 -> attempt(mid, room, new Refused(140));
      case 1 -> attempt(mid, room, new Unknown("the connection broke"));
      default -> {}
    }
    attempt(mid, room, new Acked(null, position.seq(), false));
    store(room, new Stored(position, mid), null);
  }

  private void store(String room, Stored stored, @Nullable String was) {
    truth.get(room).add(stored);
    tapes.forEach((member, tape) -> hear(member, room, stored, was));
  }

  private void hear(String member, String room, Stored stored, @Nullable String was) {
    Cursor position = stored.position();
    tapes
        .get(member)
        .add(
            stored.isMessage()
                ? new Seen.Message(tick(), room, position, stored.mid(), was)
                : new Seen.Other(tick(), room, position, FIRST + ":" + FORK));
    reached.put(member + room, position);
  }

  /** The first five are heard by half of the members only, and then lost. */
  private void afterFork(String room, long n) {
    if (n <= FORK + LOST) {
      String mid = mid(room, n);
      attempt(mid, room, new Acked(FIRST, n, false));
      for (String member : witnesses()) {
        hear(member, room, new Stored(new Cursor(FIRST, n), mid), null);
      }
    }
    if (n == FORK + LOST) {
      for (String member : witnesses()) {
        Cursor cursor = new Cursor(FIRST, FORK);
        tapes.get(member).add(new Seen.Reset(tick(), room, "epoch", cursor, 0));
        reached.put(member + room, cursor);
      }
      store(room, new Stored(new Cursor(SECOND, FORK + 1), ""), null);
      for (long lost = FORK + 1; lost <= FORK + LOST; lost++) {
        Stored again = new Stored(new Cursor(SECOND, lost + 1), mid(room, lost));
        store(room, again, FIRST + ":" + lost);
      }
    }
    if (n > FORK + LOST) {
      String mid = mid(room, n);
      attempt(mid, room, new Acked(SECOND, n + 1, false));
      store(room, new Stored(new Cursor(SECOND, n + 1), mid), null);
    }
  }

  private List<String> witnesses() {
    return tapes.keySet().stream().limit(MEMBERS / 2).toList();
  }

  /** Now and then somebody loses its connection and resumes, or leaves and comes back. */
  private void wander(String room) {
    String member = "member-" + random.nextInt(MEMBERS);
    List<Seen> tape = tapes.get(member);
    Cursor at = reached.get(member + room);
    switch (random.nextInt(200)) {
      case 0 -> {
        tape.add(new Seen.Lost(tick(), Seen.Lost.BROKEN));
        reached.forEach(
            (key, cursor) -> {
              if (key.startsWith(member)) {
                String each = key.substring(member.length());
                tape.add(new Seen.Joined(tick(), each, cursor, cursor, cursor));
              }
            });
        tape.add(new Seen.Live(tick()));
      }
      case 1 -> {
        tape.add(new Seen.Left(tick(), room));
        tape.add(new Seen.Joined(tick(), room, at, at, at));
      }
      case 2 -> {
        tape.add(new Seen.Left(tick(), room));
        tape.add(new Seen.Joined(tick(), room, null, at, at));
      }
      default -> {}
    }
  }
}
