package io.tertulia.cluster.log;

import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Right;
import io.tertulia.room.members.RoomState;
import io.tertulia.room.overlay.Overlay;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The log as it lies in Redis: each call is one script, which sees and changes one moment of it.
 * Called on the cluster's loop; stages complete there, in the order of the calls of each kind,
 * within the deadline of a call.
 *
 * <p>A stage fails with {@link Unanswered} and with nothing else.
 */
public interface LogServer {
  /** Redis was not heard yet. */
  long UNKNOWN_TIME = 0;

  CompletionStage<AppendReply> append(Append append);

  /**
   * Puts back what the log has lost, and begins a new epoch where the lineage is not what it was.
   * With no entries it only makes sure that the room has a lineage.
   */
  CompletionStage<Repaired> repair(Repair repair);

  /**
   * @return the lineage of each room, in the order asked for; null for a room that Redis does not
   *     have
   */
  CompletionStage<List<@Nullable Lineage>> check(List<RoomId> rooms);

  /** Entries and lineage of one moment, for the node itself. Changes nothing. */
  CompletionStage<Span> read(RoomId room, Query query);

  /**
   * As above, with what the reader's right is judged by, of the same moment.
   *
   * @param reader null for anybody: then a room with rules is not read
   */
  CompletionStage<ReadReply> read(RoomId room, Query query, @Nullable Authority reader);

  /**
   * What changes of the room are judged by.
   *
   * @param people ids of those who are asked for
   */
  CompletionStage<RoomState> look(RoomId room, List<String> people);

  /**
   * A text was deleted: what lately came over the connections may still stand in their buffers, and
   * is overwritten.
   */
  default void overwrite() {}

  /**
   * Redis' clock, as far as this node knows: milliseconds since 1970 UTC, or {@link #UNKNOWN_TIME}.
   */
  long time();

  /**
   * @param known the highest position that this node saw or acknowledged in the room, null for none
   * @param nonce the name of the epoch to begin if one has to begin; never given twice
   * @param notAfter in Redis' time: run later than that, it must store nothing
   * @param isRuled whether the room is known to have rules, so that its author's right has to be
   *     looked at; a change of rules is looked at in any case
   */
  record Append(
      RoomId room,
      @Nullable Position known,
      String nonce,
      long notAfter,
      Draft draft,
      boolean isRuled) {}

  sealed interface AppendReply {}

  /** Stored by this call. */
  record Stored(Entry entry) implements AppendReply {}

  /**
   * Stored by an earlier call.
   *
   * @param entry as it lies there, null when it is no longer kept
   */
  record Dup(Position position, @Nullable Entry entry) implements AppendReply {}

  /** Too late: nothing was stored. */
  record Late() implements AppendReply {}

  /** The log does not have what this node knows of: nothing was stored, repair first. */
  record Lost(Lineage lineage) implements AppendReply {}

  /**
   * Redis refused before it wrote anything: out of memory, a replica, a script it does not know.
   *
   * @param why Redis' own words
   */
  record Refused(String why) implements AppendReply {}

  /** This node could not do it now: nothing was stored, and Redis has refused nothing. */
  record Busy(String why) implements AppendReply {}

  /** The room has rules: nothing was done, and its author's right has to be looked at. */
  record Ruled() implements AppendReply, ReadReply {}

  /** The author may not. */
  record Denied(Right.Denial denial) implements AppendReply {}

  /**
   * The author has to wait.
   *
   * @param pause milliseconds
   */
  record Slow(long pause) implements AppendReply {}

  /** The room is not as a change of it was judged by: nothing was stored. */
  record Outdated() implements AppendReply {}

  /** The draft replies to something, or amends something, that the room does not have. */
  record NoSuchMessage() implements AppendReply {}

  /** What the draft amends was deleted. */
  record Gone() implements AppendReply {}

  /** One more kind of reaction would be one too many. */
  record TooManyReactions() implements AppendReply {}

  /** Everything is as the draft would make it: nothing was stored. */
  record Unchanged() implements AppendReply {}

  /** The draft names a message of a thread, and not its root. */
  record InThread() implements AppendReply {}

  /**
   * @param entries what this node saw stored, ascending, at most {@value #REPAIRS}
   */
  record Repair(RoomId room, @Nullable Position known, String nonce, List<Entry> entries) {}

  /** Entries of one {@link Repair} at most. */
  int REPAIRS = 200;

  /**
   * @param floor seq of the oldest entry kept, top + 1 when there is none
   * @param repaired entries that were put back
   * @param late entries that were lost too long ago to be put back
   */
  record Repaired(Lineage lineage, long floor, long repaired, long late) {}

  /**
   * @param lineage null when Redis does not have the room: then nothing is there
   * @param floor seq of the oldest entry kept, top + 1 when there is none
   * @param from the seq right before the first entry. AFTER a cursor it is the cursor's own as far
   *     as its epoch goes ({@link Lineage#last}), 0 when its epoch is not in the lineage, and never
   *     below floor - 1
   * @param entries as they are stored, ascending; without a hole unless the view leaves some out
   * @param right of the reader, null for a node and for anybody
   * @param now how they are to be seen
   */
  record Span(
      @Nullable Lineage lineage,
      long floor,
      long from,
      List<Entry> entries,
      @Nullable Right right,
      Now now)
      implements ReadReply {
    public Span(@Nullable Lineage lineage, long floor, long from, List<Entry> entries) {
      this(lineage, floor, from, entries, null, new Now(from + entries.size(), Map.of()));
    }

    /** The same for somebody. */
    public Span by(@Nullable Right reader) {
      return new Span(lineage, floor, from, entries, reader, now);
    }

    /** The entries as they are now. */
    public List<Entry> shown() {
      return now.overlays.isEmpty() ? entries : entries.stream().map(this::shown).toList();
    }

    private Entry shown(Entry entry) {
      Overlay overlay = now.overlays.get(entry.mid());
      return overlay == null ? entry : overlay.onto(entry);
    }
  }

  /**
   * @param to the seq of the last entry that was looked at, shown or not; from when there is none
   * @param overlays what became of messages, by mid
   */
  record Now(long to, Map<String, Overlay> overlays) {}

  sealed interface ReadReply {}

  /**
   * No answer in time, or none that says what became of the call.
   *
   * <p>A value more than an exception: it has no stack.
   */
  final class Unanswered extends Exception {
    private static final long serialVersionUID = 1;
    private final boolean sent;

    /**
     * @param sent whether the command may have reached the socket; if not, it has surely done
     *     nothing
     */
    public Unanswered(boolean sent, String why) {
      super(why, null, false, false);
      this.sent = sent;
    }

    public boolean wasSent() {
      return sent;
    }
  }
}
