package io.tertulia.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client is told. Cursors are strings {@code epoch:seq}; times are milliseconds since 1970
 * UTC; an {@code id} or {@code re} of 0 is left out.
 */
public sealed interface Event {
  /** Who said it. The name is never the identity. */
  record From(String id, String name, boolean guest) {}

  /**
   * Content of a room: one entry of its log.
   *
   * @param grow whether the rest of its text follows as {@link Grown}, until {@link Finished}
   */
  record Message(
      String room,
      String mid,
      @Nullable String key,
      From from,
      Body body,
      Links links,
      boolean grow)
      implements Event {}

  /**
   * A message grew by this; no entry.
   *
   * @param at bytes of UTF-8 that stand before it; 0 is all of it, whatever stood there
   */
  record Grown(String room, String mid, long at, String text) implements Event {}

  /**
   * A message grows no more: one entry of its log. What it says in the end, the log knows.
   *
   * @param status done, cancelled or interrupted
   */
  record Finished(String room, String mid, @Nullable String key, String ref, From by, String status)
      implements Event {}

  /**
   * A message says something else: one entry of its log.
   *
   * @param ref the mid of the message, here and below
   */
  record Edited(String room, String mid, @Nullable String key, String ref, From by, Body body)
      implements Event {}

  /** Nothing is left of what a message said: one entry of its log. */
  record Deleted(
      String room, String mid, @Nullable String key, String ref, From by, @Nullable String reason)
      implements Event {}

  /**
   * Somebody's reactions to a message: one entry of its log.
   *
   * @param set all of them, from now on
   */
  record Reacted(
      String room, String mid, @Nullable String key, String ref, From by, List<String> set)
      implements Event {}

  /**
   * Who changed what the room allows, and to what: one entry of its log.
   *
   * @param slow seconds between two says of one person
   * @param owner whom it made an owner, because it made the room; null for nobody
   * @param version of the room's rules and people, from now on
   */
  record RoomChanged(
      String room,
      String mid,
      From by,
      String read,
      String say,
      String title,
      String topic,
      int slow,
      @Nullable String owner,
      long version)
      implements Event {}

  /**
   * Who did what to somebody in the room: one entry of its log. Of role, muted, banned and kicked
   * one says what.
   *
   * @param user whom
   * @param role what it is from now on, null when that stays
   * @param muted null when that stays
   * @param banned null when that stays
   * @param until when it ends, {@link #FOREVER} or 0 for not
   */
  record MemberChanged(
      String room,
      String mid,
      From by,
      String user,
      @Nullable String role,
      @Nullable Boolean muted,
      @Nullable Boolean banned,
      boolean kicked,
      long until,
      @Nullable String reason,
      long version)
      implements Event {}

  /** An end that never comes: left out on the wire. */
  long FOREVER = (1L << 53) - 1;

  /**
   * @param expires when the credential ends, in milliseconds of the wall clock; 0 for never
   */
  record Welcome(
      long id,
      String session,
      String node,
      From you,
      @Nullable String resume,
      long time,
      long ping,
      long expires,
      Limits limits)
      implements Event {}

  /**
   * The stream that follows starts right after {@code from}; caught up at {@code head}.
   *
   * @param id of the join, or 0
   * @param re id of the hello that asked for it, or 0
   * @param n messages that were said up to head; -1 where that is not known
   * @param read up to where this one has read; -1 where that is not known
   */
  record Joined(
      long id, long re, String room, String from, String head, long n, long read, int count)
      implements Event {}

  /** Why a cursor could not be served. */
  enum Reason {
    /** Entries after the cursor are no longer kept. */
    TRIMMED,
    /** The cursor belongs to a history that this log does not have. */
    EPOCH,
    /** So much was missed that it is left to {@code history}. */
    BEHIND,
    /** The cursor is above the head: this log never gave it. */
    UNKNOWN
  }

  /**
   * Drop what you hold above {@code cursor}, unless it comes again with the same mid; go on from
   * there.
   *
   * @param late stored entries that were lost and will not come again; 0 is left out
   */
  record Reset(String room, Reason reason, String cursor, long late) implements Event {}

  /**
   * @param joined null where the room is too large for diffs
   */
  record Presence(String room, int count, @Nullable List<From> joined, @Nullable List<From> left)
      implements Event {}

  record Typing(String room, From from, boolean on) implements Event {}

  /**
   * @param data compact JSON
   */
  record Signal(String room, From from, String topic, String data) implements Event {}

  /**
   * Done.
   *
   * @param said where the message lies, null for every other command
   */
  record Ack(long id, @Nullable Said said) implements Event {}

  /**
   * @param dup whether it was stored before, by an earlier command with the same key
   */
  record Said(String room, String epoch, long seq, String mid, boolean dup) {}

  /**
   * @param message what was wrong and what to do
   * @param retryAfter milliseconds, 0 when not known
   * @param field the field that was wrong
   * @param until when the ban or mute that forbids it ends, {@link #FOREVER} for good; 0 for none
   * @param length bytes that a growing message has, where that is what was wrong; else -1
   */
  record Error(
      long id,
      long re,
      ErrorCode code,
      String message,
      long retryAfter,
      @Nullable String field,
      long until,
      long length)
      implements Event {
    /** Of everything but a growing message. */
    public static final long NONE = -1;

    /** Of a part of a growing message that belongs elsewhere. */
    public static Error wrongOffset(long id, long length) {
      String message = "The message has " + length + " bytes: append what comes behind them.";
      return new Error(id, 0, ErrorCode.WRONG_OFFSET, message, 0, "at", 0, length);
    }

    /**
     * @param until as {@link Error#until}
     */
    public static Error forbidden(long id, String message, long until) {
      return new Error(id, 0, ErrorCode.FORBIDDEN, message, 0, null, until, NONE);
    }

    public static Error of(long id, ErrorCode code, String message) {
      return new Error(id, 0, code, message, 0, null, 0, NONE);
    }

    public static Error ofField(long id, String field, String message) {
      return new Error(id, 0, ErrorCode.INVALID_FIELD, message, 0, field, 0, NONE);
    }
  }

  /**
   * What a room allows, and what who asks is in it.
   *
   * @param slow seconds between two says of one person
   * @param muted whether who asks is
   * @param until when that ends, {@link #FOREVER} for good
   */
  record Policy(
      long id,
      String room,
      String read,
      String say,
      String title,
      String topic,
      int slow,
      String role,
      boolean muted,
      long until)
      implements Event {}

  /** Why somebody is in a room no more. */
  enum Out {
    KICKED,
    BANNED,
    /** It is no member any more, or only members may read there now. */
    REMOVED,
    CLOSED
  }

  /**
   * The room is not heard any more, from this place in its stream on.
   *
   * @param until when it may be joined again, {@link #FOREVER} for never; 0 where nobody can say
   */
  record Left(String room, Out reason, long until) implements Event {}

  /**
   * @param after milliseconds within which to open a new connection
   */
  record Goaway(long after, String reason) implements Event {}

  /**
   * Say hello with a fresh token.
   *
   * @param by when the present one ends, in milliseconds of the wall clock
   */
  record Renew(long by) implements Event {}

  /**
   * @param from the position right before the first entry
   * @param entries JSON of each entry, ascending
   * @param cursor the position of the last entry: the next {@code after}
   * @param reset why the cursor asked for could not be served, null when it was
   */
  record History(
      long id,
      String room,
      String from,
      List<byte[]> entries,
      String cursor,
      boolean more,
      @Nullable Reason reset)
      implements Event {}

  /**
   * @param members the first 200
   * @param read up to where each has read, by id, as far as that is told
   */
  record Members(long id, String room, int count, List<From> members, Map<String, Long> read)
      implements Event {}

  /**
   * Up to where somebody has read or received.
   *
   * @param isRead else received
   */
  record Receipt(String room, From from, long seq, boolean isRead) implements Event {}

  /**
   * The list of one's own rooms, or what changed of it.
   *
   * @param id of the command, or 0
   * @param gone rooms that stand on it no more
   * @param next the room after which to go on, null at the end
   * @param watched rooms of which this connection is told what is new; -1 where it did not ask
   */
  record Inbox(long id, List<Listed> rooms, List<String> gone, @Nullable String next, int watched)
      implements Event {}

  /**
   * One room of the list.
   *
   * @param with the other one of a direct room, else null
   * @param level of what its owner wants to be told: all, mentions or none
   * @param read seq of its own mark, 0 for nothing
   * @param last JSON of the newest message, null for none
   */
  record Listed(
      String room,
      String title,
      @Nullable String with,
      String role,
      String level,
      boolean muted,
      String head,
      long n,
      long read,
      long unread,
      long mentions,
      byte @Nullable [] last) {}

  /**
   * Something is new in a room of the list.
   *
   * @param seq of the newest entry
   * @param n messages up to there
   * @param mention whether the reader was meant since it was told last
   * @param last JSON of the newest message, null where it is no newer one
   */
  record Activity(String room, long seq, long n, boolean mention, byte @Nullable [] last)
      implements Event {}

  /** Done, and this is the room. */
  record Opened(long id, String room) implements Event {}

  record Pong(long id, long time) implements Event {}
}
