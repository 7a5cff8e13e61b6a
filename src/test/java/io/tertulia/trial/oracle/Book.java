package io.tertulia.trial.oracle;

import io.tertulia.trial.journal.Cursor;
import io.tertulia.trial.journal.Journal.Stored;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One room: its final history, and every place of it that anybody was ever told. */
final class Book {
  private final String room;
  private final @Nullable List<Stored> truth;
  private final Map<Cursor, String> places = new HashMap<>();
  private final Map<String, Cursor> lastPlace = new HashMap<>();
  private final Set<String> epochs = new HashSet<>();

  Book(String room, @Nullable List<Stored> truth) {
    this.room = room;
    this.truth = truth;
  }

  String room() {
    return room;
  }

  /** Null when nobody read it. */
  @Nullable List<Stored> truth() {
    return truth;
  }

  /** Looks whether the history itself is sound; its places stand above all others. */
  void open(Sent sent, Findings findings) {
    if (truth == null) {
      findings.complain("nobody read the final history of " + room);
      return;
    }
    long last = -1;
    for (Stored stored : truth) {
      Cursor at = stored.position();
      String where = "the log of " + room + " has " + stored.mid() + " at " + at;
      if (last >= 0 && at.seq() != last + 1) {
        findings.complain("a hole: " + where + " right after " + last);
      }
      last = at.seq();
      place(at, stored.mid());
      if (stored.isMessage()) {
        Cursor other = lastPlace.put(stored.mid(), at);
        if (other != null) {
          findings.repeated(where + " and at " + other);
        }
        String impossible = sent.whyImpossible(stored.mid(), room);
        if (impossible != null) {
          findings.phantom(where + ", " + impossible);
        }
      }
    }
  }

  /**
   * Notes who stands at a place.
   *
   * @return who stands there already, when it is somebody else
   */
  @Nullable String place(Cursor at, String mid) {
    epochs.add(at.epoch());
    String there = places.putIfAbsent(at, mid);
    return there == null || there.equals(mid) ? null : there;
  }

  /** Where a message stands in the end; null when the log does not have it. */
  @Nullable Cursor lastPlace(String mid) {
    return lastPlace.get(mid);
  }

  /** Whether nothing was ever put back or cut off here, so that no number may have changed. */
  boolean isOfOneEpoch() {
    return epochs.size() <= 1;
  }

  /** Who stands at a number, as far as anybody knows. */
  String nameAt(long seq) {
    for (String epoch : epochs) {
      Cursor cursor = new Cursor(epoch, seq);
      String mid = places.get(cursor);
      if (mid != null) {
        return mid + " at " + cursor;
      }
    }
    return "what stands at " + seq;
  }

  long floor() {
    return truth == null || truth.isEmpty() ? 0 : truth.getFirst().position().seq();
  }

  long top() {
    return truth == null || truth.isEmpty() ? 0 : truth.getLast().position().seq();
  }
}
