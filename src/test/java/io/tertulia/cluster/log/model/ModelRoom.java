package io.tertulia.cluster.log.model;

import io.tertulia.cluster.log.EntryBytes;
import io.tertulia.cluster.log.Lineage;
import io.tertulia.cluster.log.Lineage.Fork;
import io.tertulia.cluster.log.LogServer.AppendReply;
import io.tertulia.cluster.log.LogServer.Now;
import io.tertulia.cluster.log.LogServer.Span;
import io.tertulia.cluster.redis.log.LogLimits;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Direction;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.MessageLog.View;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import io.tertulia.room.amendment.Amendment;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Role;
import io.tertulia.room.overlay.Deletion;
import io.tertulia.room.overlay.Excerpt;
import io.tertulia.room.overlay.StoredJson;
import io.tertulia.room.overlay.Told;
import io.tertulia.room.overlay.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private final ModelOverlays beside;

  /** Entries that are no messages. */
  private long others;

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
    this.beside = new ModelOverlays();
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
    others = other.others;
    beside = now < other.streamUntil ? new ModelOverlays(other.beside) : new ModelOverlays();
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
    return new Lineage(top, forks).without(others);
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
    put(new Draft(nonce + nonce, head, tail, null), "", null, now);
    return true;
  }

  /**
   * What becomes of what a draft does to a message.
   *
   * @return null when there is nothing in its way
   */
  @Nullable AppendReply judge(Amendment amendment, @Nullable Authority author, long now) {
    boolean moderates = author != null && ModelRules.isAtLeast(rules.right(author), Role.MODERATOR);
    Verdict verdict =
        beside
            .overlays()
            .judge(
                amendment,
                kept(amendment.ref(), now),
                author == null ? "" : author.id(),
                moderates);
    return ModelOverlays.reply(verdict);
  }

  /** An entry by its mid; null when it is not kept. */
  @Nullable Entry kept(String mid, long now) {
    Position position = find(mid);
    return stream.stream()
        .filter(kept -> position != null || isYoung(kept, now))
        .map(Kept::entry)
        .filter(entry -> entry.mid().equals(mid))
        .findAny()
        .orElse(null);
  }

  Entry say(Draft draft, @Nullable Authority author, long now) {
    String who = author == null ? "" : author.id();
    Entry entry = put(draft, beside.overlays().before(draft.amendment(), who), null, now);
    apply(entry, true);
    return entry;
  }

  /**
   * @param known whether the message that it is about is, or was just now
   */
  private void apply(Entry entry, boolean known) {
    Told told = Told.of(entry);
    Deletion deletion = Deletion.by(entry);
    if (told == null) {
      return;
    }
    boolean here = kept(told.amendment().ref(), 0) != null;
    if (deletion == null && known && !here) {
      return; // It was trimmed by this very entry.
    }
    beside.overlays().add(entry);
    if (deletion != null && !known) {
      silence(deletion);
      beside.await(deletion);
    } else if (deletion != null) {
      silence(deletion);
    }
  }

  private void silence(Deletion deletion) {
    List<Kept> left =
        stream.stream().map(kept -> new Kept(deletion.of(kept.entry), kept.sum)).toList();
    stream.clear();
    stream.addAll(left);
    all.replaceAll(deletion::of);
  }

  private Entry put(Draft draft, String before, @Nullable Position was, long now) {
    top++;
    others += draft.isMessage() ? 0 : 1;
    EntryBytes.Given given = new EntryBytes.Given(lineage().head(), at, top - others, before, was);
    Entry entry = beside.left(EntryBytes.join(draft, given));
    stream.add(new Kept(entry, sum));
    while (stream.size() > limits.entries()) {
      removeOldest();
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

  private void removeOldest() {
    beside.overlays().forget(stream.remove().entry.mid());
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
      removeOldest();
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
    rules.again(restore(draft, lost, now));
    return true;
  }

  private Entry restore(Draft draft, Entry lost, long now) {
    Told told = Told.of(lost);
    if (told == null) {
      return put(draft, "", lost.position(), now);
    }
    String ref = told.amendment().ref();
    Entry message = kept(ref, 0);
    boolean trimmed = message == null && find(ref) != null;
    boolean silent = message == null ? beside.isAwaited(ref) : StoredJson.isSilent(message.json());
    Draft left = draft;
    if (silent && told.amendment() instanceof Amendment.Edit) {
      Entry edit = new Deletion(ref, 0, 0, "").of(lost);
      left = Objects.requireNonNull(EntryBytes.cut(name, edit));
    }
    String before = beside.overlays().before(told.amendment(), told.by());
    Entry entry = put(left, before, lost.position(), now);
    if (!silent && !trimmed) {
      apply(entry, message != null);
    }
    return entry;
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
    Excerpt excerpt;
    if (query.direction() == Direction.AFTER) {
      long wanted = cursor == null || last < 0 ? 0 : Math.min(cursor.seq(), last);
      excerpt = excerpt(query, Math.max(wanted, floor - 1) + 1, top);
    } else {
      boolean servable = cursor != null && last >= 0 && cursor.seq() <= last + 1;
      excerpt = excerpt(query, floor, servable ? Math.max(cursor.seq() - 1, 0) : top);
    }
    boolean stored = query.view() == View.STORED;
    Now shown = new Now(excerpt.to(), stored ? Map.of() : beside.of(excerpt.entries()));
    return new Span(lineage(), floor, excerpt.from(), excerpt.entries(), null, shown);
  }

  private Excerpt excerpt(Query query, long first, long last) {
    List<Entry> kept = stream.stream().map(Kept::entry).toList();
    long start = kept.isEmpty() ? 0 : kept.getFirst().position().seq();
    return Excerpt.of(
        query,
        first,
        last,
        seq -> kept.get((int) (seq - start)),
        entry -> EntryBytes.payload(entry).length);
  }
}
