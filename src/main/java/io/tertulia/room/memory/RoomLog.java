package io.tertulia.room.memory;

import io.tertulia.protocol.Event.Reason;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Direction;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Head;
import io.tertulia.room.MessageLog.Page;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.MessageLog.Reset;
import io.tertulia.room.MessageLog.Stretch;
import io.tertulia.room.Position;
import io.tertulia.room.amendment.Amendment;
import io.tertulia.room.overlay.Deletion;
import io.tertulia.room.overlay.Excerpt;
import io.tertulia.room.overlay.Overlays;
import io.tertulia.room.overlay.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The log of one room. Guarded by the lock of {@link MemoryMessageLog}. */
final class RoomLog {
  private final Position start;
  private final Retention retention;
  private final EntryWindow entries = new EntryWindow();
  private final DedupeWindow marks;
  private final KeptRules rules = new KeptRules();
  private final Overlays overlays = new Overlays();

  /** How many of all entries ever were messages. */
  private long messages;

  private long lastAt;
  private long usedAt;

  /**
   * @param wall milliseconds since 1970, by which entries are dated and age
   * @param steady monotonic milliseconds: a clock put forward must not make a key forgotten
   */
  record Moment(long wall, long steady) {}

  RoomLog(String epoch, Retention retention, Moment now) {
    this.start = new Position(epoch, 0);
    this.retention = retention;
    this.marks = new DedupeWindow(retention.dedupe().toMillis(), now.steady);
    this.usedAt = now.steady;
  }

  Position head() {
    return start.at(entries.top());
  }

  long bytes() {
    return entries.bytes() + overlays.bytes();
  }

  int marks() {
    return marks.size();
  }

  boolean isEmpty() {
    return entries.size() == 0;
  }

  /** When the oldest entry was said; only when there is one. */
  long oldestAt() {
    return entries.oldest().at();
  }

  void removeOldest() {
    overlays.forget(entries.removeOldest().mid());
  }

  KeptRules rules() {
    return rules;
  }

  /** Whether anything was ever said. */
  boolean isUsed() {
    return entries.top() > 0;
  }

  /** Where an earlier draft with this mid lies, null when none is recognised. */
  @Nullable Position find(String mid) {
    Long seq = marks.find(mid);
    return seq == null ? null : start.at(seq);
  }

  boolean holds(String mid) {
    return marks.find(mid) != null || entries.find(mid) > 0;
  }

  /**
   * What becomes of what is to be done to a message.
   *
   * @param moderates whether that one may delete what is another one's
   */
  Verdict judge(Amendment amendment, String who, boolean moderates) {
    long seq = kept(amendment.ref());
    return overlays.judge(amendment, seq == 0 ? null : entries.get(seq), who, moderates);
  }

  /** Where the entry with this mid is kept; 0 for nowhere. */
  private long kept(String mid) {
    Long seq = marks.find(mid);
    if (seq == null) {
      return entries.find(mid);
    }
    return seq < entries.floor() ? 0 : seq;
  }

  /**
   * Only after {@link #trim} of the same moment.
   *
   * @param who writes it
   */
  Entry append(Draft draft, String who, Moment now) {
    lastAt = Math.max(now.wall, lastAt);
    messages += draft.isMessage() ? 1 : 0;
    Position position = start.at(entries.top() + 1);
    String before = overlays.before(draft.amendment(), who);
    String tail = draft.tail();
    String json =
        draft.head()
            + ("\"seq\":" + position.seq() + ",\"at\":" + lastAt + ",\"n\":" + messages)
            + (before.isEmpty() ? tail : tail.substring(0, tail.length() - 1) + before + "}");
    Entry entry = new Entry(position, draft.mid(), lastAt, json.getBytes(StandardCharsets.UTF_8));
    entries.add(entry);
    marks.put(draft.mid(), position.seq());
    amend(entry);
    trim(now);
    return entry;
  }

  private void amend(Entry entry) {
    overlays.add(entry);
    Deletion deletion = Deletion.by(entry);
    if (deletion == null) {
      return;
    }
    for (long seq = kept(deletion.ref()); seq > 0 && seq < entries.top(); seq++) {
      Entry before = entries.get(seq);
      Entry left = deletion.of(before);
      if (!left.equals(before)) {
        entries.replace(left);
      }
    }
  }

  /**
   * Lets go of what retention and the dedupe window no longer cover; the newest entry stays until
   * its age.
   */
  void trim(Moment now) {
    marks.turn(now.steady);
    while (entries.size() > 0 && (isTooOld(now.wall) || (entries.size() > 1 && isTooMuch()))) {
      removeOldest();
    }
  }

  /**
   * Whether nobody would miss this room: nothing kept, nothing recognised, not asked for lately,
   * and nobody's.
   */
  boolean isIdle(Moment now, long grace) {
    return !rules.exist() && isEmpty() && marks.size() == 0 && now.steady - usedAt >= grace;
  }

  Page read(Query query, Moment now) {
    usedAt = now.steady;
    trim(now);
    return query.direction() == Direction.AFTER ? after(query) : before(query);
  }

  private boolean isTooOld(long now) {
    return now - oldestAt() > retention.age().toMillis();
  }

  private boolean isTooMuch() {
    return entries.size() > retention.entries() || bytes() > retention.roomBytes();
  }

  private Page after(Query query) {
    List<Reset> resets = new ArrayList<>(0);
    long from = query.cursor() == null ? entries.floor() - 1 : resume(query.cursor(), resets);
    Excerpt shown = Excerpt.of(query, from + 1, entries.top(), entries::get);
    return page(query, shown, shown.to() < entries.top(), resets);
  }

  private long resume(Position cursor, List<Reset> resets) {
    long from = cursor.seq();
    if (!cursor.epoch().equals(start.epoch())) {
      from = 0;
      resets.add(new Reset(Reason.EPOCH, start));
    } else if (from > entries.top()) {
      from = entries.top();
      resets.add(new Reset(Reason.UNKNOWN, head()));
    }
    if (from < entries.floor() - 1) {
      from = entries.floor() - 1;
      resets.add(new Reset(Reason.TRIMMED, start.at(from)));
    }
    return from;
  }

  private Page before(Query query) {
    List<Reset> resets = new ArrayList<>(0);
    long last = query.cursor() == null ? entries.top() : end(query.cursor(), resets);
    Excerpt shown = Excerpt.of(query, entries.floor(), Math.max(last, 0), entries::get);
    return page(query, shown, shown.from() >= entries.floor(), resets);
  }

  private Page page(Query query, Excerpt shown, boolean more, List<Reset> resets) {
    List<Entry> now =
        Excerpt.isFolded(query.view())
            ? shown.entries().stream().map(overlays::now).toList()
            : shown.entries();
    Stretch stretch = new Stretch(start.at(shown.from()), start.at(shown.to()));
    return new Page(stretch, new Head(head(), messages), now, more, resets, null);
  }

  private long end(Position cursor, List<Reset> resets) {
    boolean alien = !cursor.epoch().equals(start.epoch());
    if (alien || cursor.seq() > entries.top() + 1) {
      resets.add(new Reset(alien ? Reason.EPOCH : Reason.UNKNOWN, head()));
      return entries.top();
    }
    return cursor.seq() - 1;
  }
}
