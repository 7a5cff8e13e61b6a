package io.tertulia.cluster.log.model;

import io.tertulia.cluster.log.EntryBytes;
import io.tertulia.cluster.log.Lineage;
import io.tertulia.cluster.log.Lineage.Fork;
import io.tertulia.cluster.log.LogServer.Span;
import io.tertulia.cluster.redis.log.LogLimits;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Direction;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of one room and what the scripts do to them, said in Java. */
final class ModelRoom {
  static final long NEVER = Long.MAX_VALUE;
  private static final long DAY = 86_400_000;
  private static final int FORKS = 16;

  /**
   * @param sum bytes stored before this one
   */
  private record Kept(Entry entry, long sum) {}

  private final RoomId name;
  private final LogLimits limits;
  private String replid;
  private List<Fork> forks;
  private long top;
  private long at;
  private long sum;
  private int young;
  private long turnedAt;
  private long until;
  private long streamUntil = NEVER;
  private final long[] marksUntil = {NEVER, NEVER};
  private final Deque<Kept> stream = new ArrayDeque<>();
  private final List<Map<String, Position>> marks = List.of(new HashMap<>(), new HashMap<>());
  private final List<Entry> all = new ArrayList<>();
  private final ModelRules rules;

  /** What one call publishes. */
  private final List<Entry> published = new ArrayList<>();

  ModelRoom(RoomId name, LogLimits limits, String replid, String nonce, long now) {
    this.name = name;
    this.limits = limits;
    this.replid = replid;
    this.forks = List.of(new Fork(nonce, 1, now));
    this.at = now;
    this.until = now + DAY;
    this.rules = new ModelRules();
  }

  /** As it is now, to be changed: what has expired is gone, nothing is published yet. */
  ModelRoom(ModelRoom other, long now) {
    name = other.name;
    limits = other.limits;
    replid = other.replid;
    forks = other.forks;
    top = other.top;
    at = Math.max(now, other.at);
    sum = other.sum;
    young = other.young;
    turnedAt = other.turnedAt;
    rules = new ModelRules(other.rules);
    until = other.until;
    all.addAll(other.all);
    if (now < other.streamUntil) {
      stream.addAll(other.stream);
      streamUntil = other.streamUntil;
    }
    for (int i = 0; i < 2; i++) {
      if (now < other.marksUntil[i]) {
        marks.get(i).putAll(other.marks.get(i));
        marksUntil[i] = other.marksUntil[i];
      }
    }
  }

  long until() {
    return rules.rules() == null ? until : NEVER;
  }

  ModelRules rules() {
    return rules;
  }

  boolean isUsed() {
    return top > 0;
  }

  Lineage lineage() {
    return new Lineage(top, forks);
  }

  /** Every entry of this lineage since it began, whatever was trimmed. */
  List<Entry> all() {
    return List.copyOf(all);
  }

  List<Entry> published() {
    return published;
  }

  void jump(long newTop) {
    top = newTop;
    stream.clear();
  }

  @Nullable Position find(String mid) {
    Position position = marks.get(0).get(mid);
    return position == null ? marks.get(1).get(mid) : position;
  }

  @Nullable Entry entry(Position position) {
    return stream.stream()
        .map(Kept::entry)
        .filter(entry -> entry.position().equals(position))
        .findAny()
        .orElse(null);
  }

  /** Whether anything was written. */
  boolean fence(String master, @Nullable Position known, String nonce, long now) {
    boolean missing = known != null && known.epoch().equals(lineage().epoch()) && known.seq() > top;
    if (replid.equals(master) && !missing) {
      return false;
    }
    String after = lineage().head().cursor();
    replid = master;
    List<Fork> longer = new ArrayList<>(forks);
    longer.add(new Fork(nonce, top + 1, at));
    forks = List.copyOf(longer.subList(Math.max(0, longer.size() - FORKS), longer.size()));
    String head = "{\"type\":\"epoch\",\"room\":\"" + name + "\",";
    String tail = ",\"epoch\":\"" + nonce + "\",\"after\":\"" + after + "\"}";
    put(new Draft(nonce + nonce, head, tail, null), null, now);
    return true;
  }

  Entry put(Draft draft, @Nullable Position was, long now) {
    top++;
    Entry entry = EntryBytes.join(draft, new EntryBytes.Given(lineage().head(), at, top, "", was));
    stream.add(new Kept(entry, sum));
    while (stream.size() > limits.entries()) {
      stream.remove();
    }
    sum += EntryBytes.payload(entry).length;
    mark(entry, now);
    if (top % 8 == 0) {
      trim(now);
    }
    all.add(entry);
    published.add(entry);
    return entry;
  }

  private void mark(Entry entry, long now) {
    long window = limits.dedupe().toMillis();
    boolean turn = now - turnedAt >= window;
    if (turn) {
      young = 1 - young;
      turnedAt = now;
      marks.get(young).clear();
    }
    marks.get(young).put(entry.mid(), entry.position());
    if (turn) {
      until = now + 10 * (limits.age().toMillis() + window);
      streamUntil = now + limits.age().toMillis() + 2 * window;
      marksUntil[young] = now + 3 * window;
    }
  }

  private void trim(long now) {
    for (int i = 0; i < 16; i++) {
      Kept oldest = stream.element();
      boolean stays = isYoung(oldest, now) && sum - oldest.sum <= limits.roomBytes();
      if (stays || oldest.entry.position().seq() == top) {
        return;
      }
      stream.remove();
    }
  }

  private boolean isYoung(Kept kept, long now) {
    return kept.entry.at() + limits.age().toMillis() >= now;
  }

  /** Whether it was put back; null when there was nothing to do. */
  @Nullable Boolean repair(Entry lost, long now) {
    Draft draft = EntryBytes.cut(name, lost);
    if (draft == null || lineage().has(lost.position()) || find(lost.mid()) != null) {
      return null;
    }
    long since =
        forks.stream()
            .mapToLong(Fork::time)
            .filter(time -> time >= lost.at())
            .findFirst()
            .orElse(at);
    if (lineage().last(lost.position().epoch()) == Lineage.OLD
        || at - since > limits.dedupe().toMillis()) {
      return false;
    }
    rules.again(put(draft, lost.position(), now));
    return true;
  }

  long floor(long now) {
    return stream.stream()
        .filter(kept -> isYoung(kept, now))
        .mapToLong(kept -> kept.entry.position().seq())
        .findFirst()
        .orElse(top + 1);
  }

  Span read(Query query, long now) {
    long floor = floor(now);
    Position cursor = query.cursor();
    long last = cursor == null ? Lineage.ALIEN : lineage().last(cursor.epoch());
    long from;
    long to;
    if (query.direction() == Direction.AFTER) {
      long wanted = cursor == null || last < 0 ? 0 : Math.min(cursor.seq(), last);
      from = Math.max(wanted, floor - 1);
      to = Math.min(from + query.limit(), top);
    } else {
      boolean servable = cursor != null && last >= 0 && cursor.seq() <= last + 1;
      to = servable ? cursor.seq() - 1 : top;
      from = Math.max(Math.min(Math.max(floor, to - query.limit() + 1) - 1, to), 0);
    }
    List<Entry> entries =
        stream.stream()
            .map(Kept::entry)
            .filter(entry -> entry.position().seq() > from && entry.position().seq() <= to)
            .toList();
    return within(query, new Span(lineage(), floor, from, entries));
  }

  /** Without those farthest from the cursor that are too many bytes; one stays. */
  private static Span within(Query query, Span all) {
    boolean after = query.direction() == Direction.AFTER;
    List<Entry> nearest = after ? all.entries() : all.entries().reversed();
    long bytes = 0;
    int fitting = 0;
    while (fitting < nearest.size()) {
      bytes += EntryBytes.payload(nearest.get(fitting)).length;
      if (bytes > query.bytes() && fitting > 0) {
        break;
      }
      fitting++;
    }
    List<Entry> kept = nearest.subList(0, fitting);
    long gone = after ? 0 : nearest.size() - fitting;
    return new Span(all.lineage(), all.floor(), all.from() + gone, after ? kept : kept.reversed());
  }
}
