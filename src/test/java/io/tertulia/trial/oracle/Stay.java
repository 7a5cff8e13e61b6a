package io.tertulia.trial.oracle;

import io.tertulia.trial.journal.Cursor;
import io.tertulia.trial.journal.Journal.Stored;
import io.tertulia.trial.journal.Seen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One member in one room: follows what it was told and compares it with everybody else's. */
final class Stay {
  private final String member;
  private final Book book;
  private final Sent sent;
  private final Findings findings;

  /** What it holds by seq; entries that are no message too. */
  private final TreeMap<Long, Stored> held = new TreeMap<>();

  private final Map<String, Cursor> heldAt = new HashMap<>();

  /** What a reset took away and did not bring again. */
  private final Set<String> dropped = new HashSet<>();

  /** Mids already complained of. */
  private final Set<String> blamed = new HashSet<>();

  /** Spans (after, up to] that a reset announced as not coming. */
  private final List<long[]> skipped = new ArrayList<>();

  private @Nullable Cursor at;
  private @Nullable Cursor unexplained;
  private long start;
  private long late;
  private long joinedAt;
  private boolean in;

  Stay(String member, Book book, Sent sent, Findings findings) {
    this.member = member;
    this.book = book;
    this.sent = sent;
    this.findings = findings;
  }

  void joined(Seen.Joined joined) {
    explain();
    in = true;
    joinedAt = joined.at();
    Cursor reached = at;
    if (joined.since() == null || reached == null) {
      endInterval(reached == null ? 0 : reached.seq());
      begin(joined.from());
    } else {
      if (!joined.since().equals(reached)) {
        findings.complain(
            who() + " had reached " + reached + " and asked to resume from " + joined.since());
      }
      unexplained = joined.from().equals(reached) ? null : joined.from();
    }
  }

  void left() {
    in = false;
  }

  /**
   * @return whether it is the first time that this member gets it
   */
  boolean message(Seen.Message message) {
    explain();
    String mid = message.mid();
    boolean first = !heldAt.containsKey(mid) && !dropped.remove(mid);
    String impossible = sent.whyImpossible(mid, book.room());
    if (impossible != null) {
      blamed.add(mid);
      findings.phantom(who() + " got " + mid + ", " + impossible);
    }
    Cursor before = heldAt.get(mid);
    if (before != null) {
      blamed.add(mid);
      findings.repeated(who() + " got " + mid + " at " + before + " and " + message.position());
    }
    take(new Stored(message.position(), mid));
    return first;
  }

  void other(Seen.Other other) {
    explain();
    Cursor position = other.position();
    if (other.after() != null && Cursor.parse(other.after()).seq() != position.seq() - 1) {
      findings.complain(who() + " was told at " + position + " of an epoch after " + other.after());
    }
    take(new Stored(position, ""));
  }

  void reset(Seen.Reset reset) {
    unexplained = null;
    long cursor = reset.cursor().seq();
    var above = held.tailMap(cursor, false);
    for (Stored stored : above.values()) {
      heldAt.remove(stored.mid());
      if (stored.isMessage()) {
        dropped.add(stored.mid());
      }
    }
    above.clear();
    skipped.replaceAll(span -> new long[] {span[0], Math.min(span[1], cursor)});
    boolean skips = reset.reason().equals("trimmed") || reset.reason().equals("behind");
    if (skips && at != null && cursor > at.seq()) {
      skipped.add(new long[] {at.seq(), cursor});
    }
    start = Math.min(start, cursor);
    late += reset.late();
    at = reset.cursor();
  }

  /** The end of the journal. */
  void end() {
    explain();
    List<Stored> truth = book.truth();
    if (truth == null || !in) {
      endInterval(at == null ? 0 : at.seq());
      return;
    }
    for (Stored stored : truth) {
      if (misses(stored)) {
        findings.lost(who() + " never got " + name(stored.mid()) + " at " + stored.position());
      }
    }
    for (Stored stored : held.values()) {
      compare(stored);
    }
  }

  long late() {
    return late;
  }

  long joinedAt() {
    return joinedAt;
  }

  boolean holds(String mid) {
    return heldAt.containsKey(mid);
  }

  boolean hasDropped(String mid) {
    return dropped.contains(mid);
  }

  private void begin(Cursor from) {
    held.clear();
    heldAt.clear();
    dropped.clear();
    skipped.clear();
    start = from.seq();
    at = from;
    unexplained = null;
  }

  private void take(Stored stored) {
    Cursor position = stored.position();
    String other = book.place(position, stored.mid());
    Cursor reached = at;
    if (other != null) {
      reorder(stored, "which stands at the place of " + other);
    } else if (reached != null
        && position.seq() <= reached.seq()
        && !blamed.contains(stored.mid())) {
      if (stored.isMessage() || held.containsKey(position.seq())) {
        reorder(stored, "after " + reached);
      }
    }
    held.putIfAbsent(position.seq(), stored);
    if (stored.isMessage()) {
      heldAt.put(stored.mid(), position);
    }
    if (reached == null || position.seq() > reached.seq()) {
      at = position;
    }
  }

  private void reorder(Stored stored, String how) {
    blamed.add(stored.mid());
    findings.reordered(
        who() + " got " + name(stored.mid()) + " at " + stored.position() + ", " + how);
  }

  /** A stream that goes on elsewhere than it stopped needs a reset. */
  private void explain() {
    if (unexplained != null) {
      findings.complain(
          who() + " had reached " + at + " and was joined at " + unexplained + " without a reset");
      at = unexplained;
      unexplained = null;
    }
  }

  /** Until a place that is not the log's end: only holes can be seen. */
  private void endInterval(long end) {
    long last = start;
    for (long seq : held.keySet()) {
      hole(last, Math.min(seq - 1, end));
      last = seq;
    }
    hole(last, end);
  }

  private void hole(long after, long upTo) {
    for (long seq = after + 1; seq <= upTo; seq++) {
      if (!isSkipped(seq)) {
        findings.lost(who() + " never got " + book.nameAt(seq));
      }
    }
  }

  private boolean misses(Stored stored) {
    long seq = stored.position().seq();
    return seq > start
        && !isSkipped(seq)
        && (stored.isMessage() ? !heldAt.containsKey(stored.mid()) : !held.containsKey(seq));
  }

  private void compare(Stored stored) {
    if (!stored.isMessage()
        || stored.position().seq() < book.floor()
        || blamed.contains(stored.mid())) {
      return;
    }
    Cursor place = book.lastPlace(stored.mid());
    if (place == null) {
      findings.lost(
          who() + " holds " + name(stored.mid()) + ", which the log has lost, and was not told");
    } else if (!place.equals(stored.position())) {
      reorder(stored, "which the log has at " + place);
    }
  }

  private boolean isSkipped(long seq) {
    for (long[] span : skipped) {
      if (seq > span[0] && seq <= span[1]) {
        return true;
      }
    }
    return false;
  }

  private String name(String mid) {
    if (mid.isEmpty()) {
      return "an epoch";
    }
    return mid + (sent.isAcked(mid) ? " (acknowledged)" : " (not acknowledged)");
  }

  private String who() {
    return member + " in " + book.room();
  }
}
