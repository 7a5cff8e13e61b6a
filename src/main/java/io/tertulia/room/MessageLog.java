package io.tertulia.room;

import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event.Reason;
import io.tertulia.room.amendment.Amendment;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Right;
import io.tertulia.room.members.Role;
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
   * @param head the JSON that stands before {@code "seq":N,"at":T,"n":K}
   * @param tail the JSON behind it
   * @param needs what has to be there for it
   * @param traceparent goes with the announcement and is not kept; null for none
   * @param warrant what the log has to make sure of when it stores it; null for nothing, which a
   *     room with rules does not take
   */
  record Draft(
      String mid,
      String head,
      String tail,
      Needs needs,
      @Nullable String traceparent,
      @Nullable Warrant warrant) {
    public Draft {
      if (mid.indexOf(' ') >= 0 || mid.indexOf('\n') >= 0) {
        throw new IllegalArgumentException("a mid is one word, not \"" + mid + "\"");
      }
    }

    /**
     * @param replyTo as {@link Needs#replyTo}
     */
    public Draft(String mid, String head, String tail, @Nullable String replyTo) {
      this(mid, head, tail, new Needs(replyTo, null, Role.NONE), null, null);
    }

    public Draft tracedBy(String parent) {
      return new Draft(mid, head, tail, needs, parent, warrant);
    }

    public Draft by(Warrant other) {
      return new Draft(mid, head, tail, needs, traceparent, other);
    }

    public Draft needing(Needs other) {
      return new Draft(mid, head, tail, other, traceparent, warrant);
    }

    /** Whether it becomes a message, and not an entry of another type. */
    public boolean isMessage() {
      return head.startsWith("{\"type\":\"message\"");
    }

    /** As {@link Needs#replyTo}. */
    public @Nullable String replyTo() {
      return needs.replyTo;
    }

    /** As {@link Needs#amendment}. */
    public @Nullable Amendment amendment() {
      return needs.amendment;
    }
  }

  /**
   * What a draft wants beside its author's right to say something.
   *
   * @param replyTo the mid of a message that the room must still keep or recognise, null for none
   * @param amendment what it does to a message that the room must still keep, null for nothing
   * @param least role that its author must have
   * @param mentions ids of those who are to find it, {@link #EVERYBODY} among them for all
   */
  record Needs(
      @Nullable String replyTo, @Nullable Amendment amendment, Role least, List<String> mentions) {
    /** No id of a person. */
    public static final String EVERYBODY = "*";

    public static final Needs NOTHING = new Needs(null, null, Role.NONE);

    public Needs {
      mentions = List.copyOf(mentions);
    }

    /** Who mentions nobody. */
    public Needs(@Nullable String replyTo, @Nullable Amendment amendment, Role least) {
      this(replyTo, amendment, least, List.of());
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
   *     NO_SUCH_MESSAGE when {@code replyTo} or the message of an amendment is not there, GONE when
   *     that was deleted, TOO_MANY_REACTIONS, FORBIDDEN and SLOW_MODE by the room's rules
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

    /** Of what a message points at, or what is to be changed. */
    public static Refused missing() {
      return new Refused(
          ErrorCode.NO_SUCH_MESSAGE,
          "The message that is named is not, or no longer, in this room.");
    }

    /** Of a change of a message that was deleted. */
    public static Refused gone() {
      return new Refused(ErrorCode.GONE, "The message was deleted.");
    }

    /** Of a reaction to a message that has too many kinds. */
    public static Refused full() {
      return new Refused(
          ErrorCode.TOO_MANY_REACTIONS,
          "The message has " + Amendment.KINDS + " kinds of reactions already: take one of those.");
    }

    /** Of a message in the thread of one that is in a thread. */
    public static Refused inThread() {
      return new Refused(
          ErrorCode.INVALID_FIELD,
          "The message that thread names is in a thread itself: name the root of that.");
    }

    /** Of who said something just now. */
    public static Refused slow(long wait) {
      String message = "This room is slow: say it again in " + wait + " ms.";
      return new Refused(ErrorCode.SLOW_MODE, message, 0, wait);
    }
  }

  /** The room is not as a {@link RuleChange} was judged by: look, and judge again. */
  record Outdated() implements Appended {}

  /** Everything is already as an {@link Amendment} would make it: nothing was stored. */
  record Unchanged() implements Appended {}

  enum Direction {
    AFTER,
    BEFORE
  }

  /** How a page shows messages that later entries changed. */
  enum View {
    /** As they were said, or as what is left of them when they were deleted: for a node. */
    STORED,
    /** As they are now, with every entry: for who goes on from here. */
    ENTRIES,
    /**
     * As they are now, without the entries that made them so: for who looks back. A page may hold
     * fewer than its limit, or none, and yet not be the last.
     */
    MESSAGES
  }

  /**
   * @param cursor exclusive; null with BEFORE is the newest, null with AFTER the oldest
   * @param limit entries at most; 0 asks for the positions only
   * @param bytes of these entries at most, about; one comes in any case
   */
  record Query(Direction direction, @Nullable Position cursor, int limit, long bytes, View view) {
    /** Bytes of a page when nobody says how many: a few of the longest messages. */
    public static final long BYTES = 256 * 1024;

    public Query(Direction direction, @Nullable Position cursor, int limit) {
      this(direction, cursor, limit, BYTES, View.STORED);
    }

    public Query within(long most) {
      return new Query(direction, cursor, limit, most, view);
    }

    public Query as(View other) {
      return new Query(direction, cursor, limit, bytes, other);
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
   * What a page covers, with all that it does not show.
   *
   * @param from the position right before it
   * @param to the position of its last entry, or {@code from}
   */
  record Stretch(Position from, Position to) {
    static Stretch of(Position from, List<Entry> entries) {
      return new Stretch(from, entries.isEmpty() ? from : entries.getLast().position());
    }
  }

  /**
   * Where a room's log ends.
   *
   * @param position of the newest entry
   * @param messages how many of all the entries ever were messages
   */
  record Head(Position position, long messages) {}

  /**
   * @param end the newest entry of the room
   * @param entries ascending; without a hole unless the view leaves some out
   * @param more whether there are more in the direction that was asked for
   * @param resets why the cursor asked for could not be served, in the order in which they apply;
   *     empty when it was
   * @param right what the reader may do there, as of this page; null where everybody may everything
   */
  record Page(
      Stretch stretch,
      Head end,
      List<Entry> entries,
      boolean more,
      List<Reset> resets,
      @Nullable Right right)
      implements Reading {
    public Page(
        Position from, Position head, List<Entry> entries, boolean more, List<Reset> resets) {
      this(Stretch.of(from, entries), new Head(head, head.seq()), entries, more, resets, null);
    }

    /** The same for somebody. */
    public Page with(@Nullable Right other) {
      return new Page(stretch, end, entries, more, resets, other);
    }

    /** The same with these resets. */
    public Page after(List<Reset> others) {
      return new Page(stretch, end, entries, more, others, right);
    }

    /** The same with other bytes in its entries. */
    public Page saying(List<Entry> others) {
      return new Page(stretch, end, others, more, resets, right);
    }

    /** The newest entry of the room. */
    public Position head() {
      return end.position;
    }

    /** The position right before what the page covers. */
    public Position from() {
      return stretch.from;
    }

    /** The position of the last entry that the page covers, or {@link #from}. */
    public Position to() {
      return stretch.to;
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
          return after ? first(fitting) : last(fitting);
        }
        fitting++;
      }
      return this;
    }

    private Page first(int count) {
      List<Entry> kept = entries.subList(0, count);
      Stretch shorter = new Stretch(stretch.from, kept.getLast().position());
      return new Page(shorter, end, kept, true, resets, right);
    }

    private Page last(int count) {
      List<Entry> kept = entries.subList(entries.size() - count, entries.size());
      Position before = entries.get(entries.size() - count - 1).position();
      Stretch shorter = new Stretch(before, stretch.to);
      return new Page(shorter, end, kept, true, resets, right);
    }
  }

  /**
   * @param cursor where the log can be read from instead
   */
  record Reset(Reason reason, Position cursor) {}
}
