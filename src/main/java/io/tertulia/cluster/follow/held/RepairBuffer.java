package io.tertulia.cluster.follow.held;

import io.tertulia.cluster.log.Lineage;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Direction;
import io.tertulia.room.MessageLog.Head;
import io.tertulia.room.MessageLog.Page;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.MessageLog.Stretch;
import io.tertulia.room.Position;
import io.tertulia.room.overlay.Deletion;
import io.tertulia.room.overlay.Excerpt;
import io.tertulia.room.overlay.Fold;
import io.tertulia.room.overlay.StoredJson;
import io.tertulia.room.overlay.Told;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What this node saw stored in one room lately, so that it can be put back when Redis loses it. On
 * the cluster's loop.
 */
public final class RepairBuffer {
  /** What an entry weighs beside its JSON: objects, mid, its places here. */
  private static final long OVERHEAD = 250;

  private final Map<Position, Held> held = new HashMap<>(4);

  /** Oldest first. */
  private final Deque<Held> byAge = new ArrayDeque<>(4);

  /** By mid of the message: of which the entry that tells of it is held. */
  private final Map<String, Deletion> deletions = new HashMap<>(0);

  private final RulesSeen rules = new RulesSeen();
  private final Consumer<Deletion> onDeletion;

  private long bytes;
  private @Nullable Position known;

  private static final class Held {
    private final long since;
    private Entry entry;

    /** While the lineage has this position, the entry is safe. */
    private Position proof;

    private Held(Entry entry, long since) {
      this.entry = entry;
      this.since = since;
      this.proof = entry.position();
    }

    private long weight() {
      return entry.json().length + OVERHEAD;
    }
  }

  /**
   * @param onDeletion is told of each deletion that is heard of, when nothing is held here any more
   *     of what it is about
   */
  public RepairBuffer(Consumer<Deletion> onDeletion) {
    this.onDeletion = onDeletion;
  }

  /**
   * @param heard as it is stored, or was
   * @param now monotonic milliseconds
   */
  public void add(Entry heard, long now) {
    rules.heard(heard);
    Entry entry = left(heard);
    if (!held.containsKey(entry.position())) {
      Held one = new Held(entry, now);
      held.put(entry.position(), one);
      byAge.add(one);
      bytes += one.weight();
    }
    Deletion deletion = Deletion.by(entry);
    if (deletion != null) {
      delete(deletion);
    }
    if (known == null || !known.isAtOrAbove(entry.position())) {
      known = entry.position();
    }
  }

  /** What was read before it was deleted may come after that was heard. */
  private Entry left(Entry entry) {
    if (deletions.isEmpty()) {
      return entry;
    }
    Deletion deletion = deletions.get(entry.mid());
    if (deletion == null && StoredJson.isAmendment(entry.json())) {
      Told told = Told.of(entry);
      deletion = told == null ? null : deletions.get(told.amendment().ref());
    }
    return deletion == null ? entry : deletion.of(entry);
  }

  private void delete(Deletion deletion) {
    deletions.put(deletion.ref(), deletion);
    for (Held one : byAge) {
      bytes -= one.weight();
      one.entry = deletion.of(one.entry);
      bytes += one.weight();
    }
    onDeletion.accept(deletion);
  }

  /** Nothing is held of what the log, asked again, has nothing of. */
  void refresh(Entry stored) {
    Held one = held.get(stored.position());
    if (one != null && StoredJson.isSilent(stored.json())) {
      bytes -= one.weight();
      one.entry = stored;
      bytes += one.weight();
    }
  }

  /** The lowest position that is held above this seq, null for none. */
  @Nullable Position next(long seq) {
    return byAge.stream()
        .map(one -> one.entry.position())
        .filter(position -> position.seq() > seq)
        .min(Comparator.comparingLong(Position::seq))
        .orElse(null);
  }

  /** What was seen of the room's rules. */
  public RulesSeen rules() {
    return rules;
  }

  /** The highest position that was acknowledged or seen here. */
  public @Nullable Position known() {
    return known;
  }

  public void know(@Nullable Position highest) {
    known = highest;
  }

  /**
   * Whether the log does not have all that was known when it was asked.
   *
   * @param then what was known then
   * @param asked when that was
   */
  public boolean isMissing(@Nullable Lineage head, @Nullable Position then, long asked) {
    return (head != null && then != null && !head.has(then)) || !lost(head, asked).isEmpty();
  }

  public boolean isEmpty() {
    return held.isEmpty();
  }

  public long bytes() {
    return bytes;
  }

  /**
   * What the log does not have, in the order in which it was said.
   *
   * @param head null when the log has nothing
   * @param before only what was held before that time
   */
  public List<Entry> lost(@Nullable Lineage head, long before) {
    List<Entry> lost = new ArrayList<>(0);
    for (Held one : byAge) {
      if (one.since < before && (head == null || !head.has(one.proof))) {
        lost.add(one.entry);
      }
    }
    lost.sort(
        Comparator.comparingLong(Entry::at).thenComparingLong(entry -> entry.position().seq()));
    return lost;
  }

  /** A repair answered for these: they are in the log as long as it has this position. */
  public void settle(List<Entry> entries, Position proof) {
    known = proof;
    for (Entry entry : entries) {
      Held one = held.get(entry.position());
      if (one != null) {
        one.proof = proof;
      }
    }
  }

  /** Lets go of what is held since before that time. Only while the log is known to have it. */
  public void expire(long before) {
    while (!byAge.isEmpty() && byAge.getFirst().since < before) {
      removeOldest();
    }
  }

  /** Lets go of the oldest until so many bytes are gone, or nothing is left. */
  public void lighten(long weight) {
    long target = bytes - weight;
    while (!byAge.isEmpty() && bytes > target) {
      removeOldest();
    }
  }

  /**
   * A page made of what is held, for as long as Redis is away.
   *
   * @param head the newest entry
   * @return null when these entries do not answer the question
   */
  public @Nullable Page page(Query query, Position head) {
    List<Entry> entries = upTo(head);
    long start = head.seq() - entries.size();
    Position cursor = query.cursor();
    boolean after = query.direction() == Direction.AFTER;
    if (cursor == null ? after : !head.isAtOrAbove(cursor) || cursor.seq() < start) {
      return null;
    }
    long first = after && cursor != null ? cursor.seq() + 1 : start + 1;
    long last = after || cursor == null ? head.seq() : cursor.seq() - 1;
    Excerpt shown =
        Excerpt.of(query, first, Math.max(last, 0), seq -> entries.get((int) (seq - start - 1)));
    // Whether there is more below what is held, only the log knows: it is asked for it then.
    boolean more = after ? shown.to() < head.seq() : shown.from() > 0;
    Stretch stretch = new Stretch(head.at(shown.from()), head.at(shown.to()));
    Head end = new Head(head, messages(entries, head));
    return new Page(stretch, end, now(query, shown, entries), more, List.of(), null)
        .within(query.bytes(), query.direction());
  }

  private static List<Entry> now(Query query, Excerpt shown, List<Entry> entries) {
    if (!Excerpt.isFolded(query.view())) {
      return shown.entries();
    }
    // Whatever was done to these came after them: it is held too.
    Fold fold = Fold.of(entries);
    return shown.entries().stream().map(fold::now).toList();
  }

  /** -1 when the newest entry does not say it. */
  private static long messages(List<Entry> entries, Position head) {
    return entries.isEmpty()
        ? (head.seq() == 0 ? 0 : -1)
        : StoredJson.messages(entries.getLast().json());
  }

  /** The entries of one epoch, right below and at this position, without a hole, ascending. */
  private List<Entry> upTo(Position last) {
    Deque<Entry> found = new ArrayDeque<>();
    Held one = held.get(last);
    while (one != null) {
      found.addFirst(one.entry);
      one = held.get(last.at(one.entry.position().seq() - 1));
    }
    return List.copyOf(found);
  }

  private void removeOldest() {
    Held gone = byAge.removeFirst();
    held.remove(gone.entry.position());
    Deletion deletion = Deletion.by(gone.entry);
    if (deletion != null) {
      deletions.remove(deletion.ref(), deletion);
    }
    bytes -= gone.weight();
  }
}
