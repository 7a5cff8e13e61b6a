package io.tertulia.room.memory;

import io.tertulia.protocol.Event.Reason;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Direction;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Page;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.MessageLog.Reset;
import io.tertulia.room.Position;
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
    return entries.bytes();
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
    entries.removeOldest();
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
    return marks.find(mid) != null || entries.holds(mid);
  }

  /** Only after {@link #trim} of the same moment. */
  Entry append(Draft draft, Moment now) {
    lastAt = Math.max(now.wall, lastAt);
    Position position = start.at(entries.top() + 1);
    String json = draft.head() + "\"seq\":" + position.seq() + ",\"at\":" + lastAt + draft.tail();
    Entry entry = new Entry(position, draft.mid(), lastAt, json.getBytes(StandardCharsets.UTF_8));
    entries.add(entry);
    marks.put(draft.mid(), position.seq());
    trim(now);
    return entry;
  }

  /**
   * Lets go of what retention and the dedupe window no longer cover; the newest entry stays until
   * its age.
   */
  void trim(Moment now) {
    marks.turn(now.steady);
    while (entries.size() > 0 && (isTooOld(now.wall) || (entries.size() > 1 && isTooMuch()))) {
      entries.removeOldest();
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
    return entries.size() > retention.entries() || entries.bytes() > retention.roomBytes();
  }

  private Page after(Query query) {
    List<Reset> resets = new ArrayList<>(0);
    long from = query.cursor() == null ? entries.floor() - 1 : resume(query.cursor(), resets);
    long last = Math.min(entries.top(), from + query.limit());
    return new Page(
        start.at(from), head(), entries.slice(from + 1, last), last < entries.top(), resets);
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
    long first = Math.max(entries.floor(), last - query.limit() + 1);
    long from = Math.max(Math.min(first - 1, last), 0);
    boolean more = first > entries.floor() && last >= entries.floor();
    return new Page(start.at(from), head(), entries.slice(first, last), more, resets);
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
