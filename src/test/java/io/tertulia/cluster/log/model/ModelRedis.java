package io.tertulia.cluster.log.model;

import io.tertulia.cluster.log.EntryBytes;
import io.tertulia.cluster.log.Lineage;
import io.tertulia.cluster.log.LogServer.Append;
import io.tertulia.cluster.log.LogServer.AppendReply;
import io.tertulia.cluster.log.LogServer.Busy;
import io.tertulia.cluster.log.LogServer.Dup;
import io.tertulia.cluster.log.LogServer.Late;
import io.tertulia.cluster.log.LogServer.Lost;
import io.tertulia.cluster.log.LogServer.NoSuchMessage;
import io.tertulia.cluster.log.LogServer.Outdated;
import io.tertulia.cluster.log.LogServer.ReadReply;
import io.tertulia.cluster.log.LogServer.Refused;
import io.tertulia.cluster.log.LogServer.Repair;
import io.tertulia.cluster.log.LogServer.Repaired;
import io.tertulia.cluster.log.LogServer.Ruled;
import io.tertulia.cluster.log.LogServer.Span;
import io.tertulia.cluster.log.LogServer.Stored;
import io.tertulia.cluster.log.LogServer.Unanswered;
import io.tertulia.cluster.redis.log.LogLimits;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Needs;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import io.tertulia.room.amendment.Amendment;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Role;
import io.tertulia.room.members.RoomState;
import io.tertulia.room.members.RuleChange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One Redis with the log in it, as the scripts make it behave, without Redis. It answers at once;
 * who wants delays, losses and a second Redis puts them around it. One thread.
 */
public final class ModelRedis {
  /** How far back {@link #stateAt} can look, in milliseconds. */
  private static final long REMEMBERED = 120_000;

  private final LongSupplier clock;
  private final LogLimits limits;
  private final Deque<State> history = new ArrayDeque<>();
  private State state;
  private String replid;
  private boolean replica;
  private @Nullable String refusal;
  private BiConsumer<RoomId, byte[]> channel = (room, payload) -> {};

  /** All keys at one moment. Never changes. */
  public static final class State {
    private final long time;
    private final Map<RoomId, ModelRoom> rooms;

    private State(long time, Map<RoomId, ModelRoom> rooms) {
      this.time = time;
      this.rooms = rooms;
    }

    /** Nothing. */
    public static State empty() {
      return new State(Long.MIN_VALUE, Map.of());
    }
  }

  /**
   * @param clock of this Redis: milliseconds since 1970
   * @param replid its mastership: another one for each restart and each promotion
   * @param state what it has: nothing, or what another Redis had at some moment
   */
  public ModelRedis(LongSupplier clock, LogLimits limits, String replid, State state) {
    this.clock = clock;
    this.limits = limits;
    this.replid = replid;
    this.state = state;
    history.add(state);
  }

  /** Who hears what is published from now on. */
  public void onPublish(BiConsumer<RoomId, byte[]> listener) {
    channel = listener;
  }

  public State state() {
    return state;
  }

  /** What it had at that time, or at the earliest that it remembers. */
  public State stateAt(long time) {
    State found = history.getFirst();
    for (State past : history) {
      if (past.time > time) {
        break;
      }
      found = past;
    }
    return found;
  }

  /** Another state under the same mastership: FLUSHALL, or a machine set back to a snapshot. */
  public void become(State other) {
    state = other;
    history.clear();
    history.add(other);
  }

  /** A restart or promotion that lost nothing. */
  public void promote(String newReplid) {
    replid = newReplid;
    replica = false;
  }

  public void demote() {
    replica = true;
  }

  public boolean isReplica() {
    return replica;
  }

  /**
   * Refuses every write from now on.
   *
   * @param words with what words; null: it writes again
   */
  public void refuse(@Nullable String words) {
    refusal = words;
  }

  /** Every entry of the room's lineage, also those that are no longer kept. */
  public List<Entry> all(RoomId name) {
    ModelRoom room = state.rooms.get(name);
    return room == null ? List.of() : room.all();
  }

  /** A room that has seen so many entries, and keeps none. */
  public void jump(RoomId name, long top) {
    ModelRoom room = room(name);
    if (room != null) {
      room.jump(top);
      commit(name, room);
    }
  }

  public long time() {
    return clock.getAsLong();
  }

  public AppendReply append(Append append) {
    if (replica) {
      return new Refused("READONLY this Redis is not a master");
    }
    ModelRoom room = room(append.room());
    AppendReply no = time() > append.notAfter() ? new Late() : refusal(append, room);
    AppendReply missing = no == null ? missing(append, room) : no;
    if (missing != null) {
      return missing;
    }
    boolean used = room != null && room.isUsed();
    boolean fenced = room == null;
    if (room == null) {
      room = begin(append.room(), append.nonce());
    }
    fenced |= room.fence(replid, append.known(), append.nonce(), time());
    AppendReply instead = instead(append, room, used);
    boolean puts = instead == null;
    if (refusal != null && (fenced || puts)) {
      return new Refused(refusal);
    }
    Entry entry = puts ? room.say(append.draft(), author(append), time()) : null;
    if (puts) {
      warranted(append, room);
    }
    if (fenced || puts) {
      commit(append.room(), room);
    }
    return instead == null ? new Stored(Objects.requireNonNull(entry)) : instead;
  }

  /** What is answered instead of storing it; null for nothing. */
  private @Nullable AppendReply instead(Append append, ModelRoom room, boolean used) {
    Position known = append.known();
    Position before = room.find(append.draft().mid());
    if (before != null) {
      return new Dup(before, room.entry(before));
    }
    if (known != null && !room.lineage().has(known)) {
      return new Lost(room.lineage());
    }
    if (isOutdated(append, room, used)) {
      return new Outdated();
    }
    Amendment amendment = append.draft().amendment();
    return amendment == null ? null : room.judge(amendment, author(append), time());
  }

  private static @Nullable Authority author(Append append) {
    return append.draft().warrant() instanceof Authority author ? author : null;
  }

  /** Whether the script is told for whom it is; it is not where nobody is judged. */
  private static boolean isJudged(Append append) {
    Needs needs = append.draft().needs();
    boolean asked = needs.amendment() != null || needs.least() != Role.NONE;
    return author(append) != null && (append.isRuled() || asked);
  }

  private static boolean isOutdated(Append append, ModelRoom room, boolean used) {
    return append.draft().warrant() instanceof RuleChange change
        && room.rules().isOutdated(change, used);
  }

  /** Why the author may not, as long as nothing is lost and nothing stands already. */
  private @Nullable AppendReply refusal(Append append, @Nullable ModelRoom room) {
    ModelRules rules = room == null ? new ModelRules() : room.rules();
    Position known = append.known();
    Authority author = author(append);
    if (author == null || !isJudged(append)) {
      boolean change = append.draft().warrant() instanceof RuleChange;
      return change || rules.rules() == null ? null : new Ruled();
    }
    boolean lost = known != null && (room == null || !room.lineage().has(known));
    boolean stands = room != null && room.find(append.draft().mid()) != null;
    return lost || stands ? null : rules.refusal(author, append.draft(), time());
  }

  private void warranted(Append append, ModelRoom room) {
    switch (append.draft().warrant()) {
      case Authority author when isJudged(append) && append.draft().isMessage() ->
          room.rules().said(author, time());
      case RuleChange change -> room.rules().apply(change);
      case null, default -> {}
    }
  }

  public RoomState look(RoomId name, List<String> people) {
    ModelRoom room = room(name);
    return room == null
        ? new ModelRules().look(people, false, time())
        : room.rules().look(people, room.isUsed(), time());
  }

  public ReadReply read(RoomId name, Query query, @Nullable Authority reader) {
    ModelRoom room = room(name);
    Span span = read(name, query);
    ModelRules rules = room == null ? new ModelRules() : room.rules();
    if (reader == null) {
      return rules.rules() == null ? span : new Ruled();
    }
    return span.by(rules.right(reader));
  }

  /** What to answer when the message that is replied to, or amended, is not there. */
  private @Nullable AppendReply missing(Append append, @Nullable ModelRoom room) {
    Draft draft = append.draft();
    Amendment amendment = draft.amendment();
    String ref = amendment == null ? null : amendment.ref();
    boolean stands = room != null && room.find(draft.mid()) != null;
    if (stands || (isThere(draft.replyTo(), room) && isThere(ref, room))) {
      return null;
    }
    Position known = append.known();
    if (room == null) {
      return known == null ? new NoSuchMessage() : new Busy("Redis does not have the room");
    }
    return known == null || room.lineage().has(known)
        ? new NoSuchMessage()
        : new Lost(room.lineage());
  }

  private boolean isThere(@Nullable String mid, @Nullable ModelRoom room) {
    return mid == null
        || (room != null && (room.find(mid) != null || room.kept(mid, time()) != null));
  }

  public Repaired repair(Repair repair) throws Unanswered {
    if (replica) {
      throw new Unanswered(false, "READONLY this Redis is not a master");
    }
    ModelRoom room = room(repair.room());
    boolean changed = room == null;
    if (room == null) {
      room = begin(repair.room(), repair.nonce());
    }
    changed |= room.fence(replid, repair.known(), repair.nonce(), time());
    long repaired = 0;
    long late = 0;
    for (Entry entry : repair.entries()) {
      Boolean back = room.repair(entry, time());
      if (back != null) {
        repaired += back ? 1 : 0;
        late += back ? 0 : 1;
      }
    }
    changed |= repaired > 0;
    if (refusal != null && changed) {
      throw new Unanswered(false, refusal);
    }
    if (changed) {
      commit(repair.room(), room);
    }
    return new Repaired(room.lineage(), room.floor(time()), repaired, late);
  }

  public List<@Nullable Lineage> check(List<RoomId> names) {
    List<@Nullable Lineage> found = new ArrayList<>();
    for (RoomId name : names) {
      ModelRoom room = room(name);
      found.add(room == null ? null : room.lineage().with(room.rules().rules()));
    }
    return found;
  }

  public Span read(RoomId name, Query query) {
    ModelRoom room = room(name);
    return room == null ? new Span(null, 1, 0, List.of()) : room.read(query, time());
  }

  private ModelRoom begin(RoomId name, String nonce) {
    return new ModelRoom(name, limits, replid, nonce, time());
  }

  /** A copy to work on. */
  private @Nullable ModelRoom room(RoomId name) {
    ModelRoom room = state.rooms.get(name);
    return room == null || time() >= room.until() ? null : new ModelRoom(room, time());
  }

  private void commit(RoomId name, ModelRoom room) {
    Map<RoomId, ModelRoom> rooms = new HashMap<>(state.rooms);
    rooms.put(name, room);
    state = new State(time(), rooms);
    history.add(state);
    while (history.size() > 1 && history.getFirst().time < time() - REMEMBERED) {
      history.removeFirst();
    }
    room.published().forEach(entry -> channel.accept(name, EntryBytes.payload(entry)));
  }
}
