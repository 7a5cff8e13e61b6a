package io.tertulia.room;

import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event.Reason;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Right;
import io.tertulia.room.members.RoomState;
import io.tertulia.room.members.RuleChange;
import io.tertulia.room.members.Warrant;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What was said in each room, in one order. An append checks, numbers, stores and announces in one
 * step: what is answered {@link Stored} reaches every subscriber of the room through the {@link
 * Bus}, once and in order. In memory that is {@code MemoryBus.entry}; with Redis the script
 * publishes it ({@code fence.lua}), and each node hears it from its subscription: {@code
 * RedisChannels}, {@code RoomFollower.heard}, then the listener of the bus.
 *
 * <p>Any thread may call; appends of one thread to one room keep their order. Stages may complete
 * on any thread and never exceptionally for a reason that the caller could name.
 */
public interface MessageLog {
  CompletionStage<Appended> append(RoomId room, Draft draft);

  /**
   * As {@link #read(RoomId, Query)}, for somebody: whether it may read is of the same moment as the
   * page. So nobody who begins with what a page does not have yet, and then hears all that is
   * stored, can miss the entry that shuts it out.
   */
  CompletionStage<Reading> read(RoomId room, Query query, Authority reader);

  /**
   * The room as changes of it are judged by. Fails when that cannot be known now.
   *
   * @param people ids of those who are asked for
   */
  CompletionStage<RoomState> look(RoomId room, List<String> people);

  /** What can be measured of a node's log. Any thread. */
  interface State {
    /** Rooms of which something is held in this process. */
    int rooms();

    /** Bytes of messages that are held in this process. */
    long bytes();

    /** Whether something that is said now can be stored. */
    boolean isUp();

    /**
     * How long ago all rooms of this node were last compared with the log, so that a last message
     * that was lost on the way would have been found; zero where nothing can be.
     */
    Duration unchecked();

    /** How long it may be away before clients are better off on another node. */
    Duration patience();

    /** What is wrong with where the log lies, in one sentence for people; null for nothing. */
    @Nullable String trouble();
  }

  /** One moment's view, for the node itself: head, entries and resets belong together. */
  CompletionStage<Page> read(RoomId room, Query query);

  /**
   * An entry before the log gave it a number.
   *
   * @param mid one word, as the protocol has it: how an entry is stored counts on that
   * @param head the JSON that stands before {@code "seq":N,"at":T}
   * @param tail the JSON behind it
   * @param replyTo the mid of a message that the room must still keep or recognise, null for none
   * @param traceparent goes with the announcement and is not kept; null for none
   * @param warrant what the log has to make sure of when it stores it; null for nothing, which a
   *     room with rules does not take
   */
  record Draft(
      String mid,
      String head,
      String tail,
      @Nullable String replyTo,
      @Nullable String traceparent,
      @Nullable Warrant warrant) {
    public Draft {
      if (mid.indexOf(' ') >= 0 || mid.indexOf('\n') >= 0) {
        throw new IllegalArgumentException("a mid is one word, not \"" + mid + "\"");
      }
    }

    public Draft(String mid, String head, String tail, @Nullable String replyTo) {
      this(mid, head, tail, replyTo, null, null);
    }

    public Draft tracedBy(String parent) {
      return new Draft(mid, head, tail, replyTo, parent, warrant);
    }

    public Draft by(Warrant other) {
      return new Draft(mid, head, tail, replyTo, traceparent, other);
    }
  }

  /** What became of a draft. */
  sealed interface Appended {}

  /**
   * @param dup whether an earlier draft with this mid lies there; that one stands, whatever this
   *     one says
   */
  record Stored(Position position, boolean dup) implements Appended {}

  /**
   * @param code UNAVAILABLE when surely not stored, UNKNOWN_OUTCOME when it may have been,
   *     NO_SUCH_MESSAGE when {@code replyTo} is not there, FORBIDDEN and SLOW_MODE by the room's
   *     rules
   * @param until when what forbids it ends, as {@link Right.Denial#until}
   * @param retryAfter milliseconds after which it may be said; 0 where that is not known
   */
  record Refused(ErrorCode code, String message, long until, long retryAfter) implements Appended {
    public Refused(ErrorCode code, String message) {
      this(code, message, 0, 0);
    }

    /** Of who may not say it. */
    public static Refused denied(Right.Denial denial) {
      return new Refused(ErrorCode.FORBIDDEN, denial.words("say something in"), denial.until(), 0);
    }

    /** Of who said something just now. */
    public static Refused slow(long wait) {
      String message = "This room is slow: say it again in " + wait + " ms.";
      return new Refused(ErrorCode.SLOW_MODE, message, 0, wait);
    }
  }

  /** The room is not as a {@link RuleChange} was judged by: look, and judge again. */
  record Outdated() implements Appended {}

  enum Direction {
    AFTER,
    BEFORE
  }

  /**
   * @param cursor exclusive; null with BEFORE is the newest, null with AFTER the oldest
   * @param limit entries at most; 0 asks for the positions only
   * @param bytes of these entries at most, about; one comes in any case
   */
  record Query(Direction direction, @Nullable Position cursor, int limit, long bytes) {
    /** Bytes of a page when nobody says how many: a few of the longest messages. */
    public static final long BYTES = 256 * 1024;

    public Query(Direction direction, @Nullable Position cursor, int limit) {
      this(direction, cursor, limit, BYTES);
    }

    public Query within(long most) {
      return new Query(direction, cursor, limit, most);
    }

    public static Query after(Position cursor, int limit) {
      return new Query(Direction.AFTER, cursor, limit);
    }

    public static Query before(Position cursor, int limit) {
      return new Query(Direction.BEFORE, cursor, limit);
    }

    public static Query newest(int limit) {
      return new Query(Direction.BEFORE, null, limit);
    }
  }

  /** What somebody who wants to read gets. */
  sealed interface Reading {}

  /** Nothing. */
  record Denied(Right.Denial denial) implements Reading {}

  /**
   * @param from the position right before the first entry
   * @param head the newest entry of the room
   * @param entries ascending, without a hole
   * @param more whether there are more in the direction that was asked for
   * @param resets why the cursor asked for could not be served, in the order in which they apply;
   *     empty when it was
   * @param right what the reader may do there, as of this page; null where everybody may everything
   */
  record Page(
      Position from,
      Position head,
      List<Entry> entries,
      boolean more,
      List<Reset> resets,
      @Nullable Right right)
      implements Reading {
    public Page(
        Position from, Position head, List<Entry> entries, boolean more, List<Reset> resets) {
      this(from, head, entries, more, resets, null);
    }

    /** The same for somebody. */
    public Page with(@Nullable Right other) {
      return new Page(from, head, entries, more, resets, other);
    }

    /** The position of the last entry, or {@code from}. */
    public Position to() {
      return entries.isEmpty() ? from : entries.getLast().position();
    }

    /**
     * This page without the entries farthest from the cursor that make it heavier than so many
     * bytes; one stays, whatever its weight.
     */
    public Page within(long bytes, Direction direction) {
      boolean after = direction == Direction.AFTER;
      int fitting = 0;
      long weight = 0;
      for (Entry entry : after ? entries : entries.reversed()) {
        weight += entry.json().length;
        if (fitting > 0 && weight > bytes) {
          return after
              ? new Page(from, head, entries.subList(0, fitting), true, resets, right)
              : new Page(
                  entry.position(),
                  head,
                  entries.subList(entries.size() - fitting, entries.size()),
                  true,
                  resets,
                  right);
        }
        fitting++;
      }
      return this;
    }
  }

  /**
   * @param cursor where the log can be read from instead
   */
  record Reset(Reason reason, Position cursor) {}
}
