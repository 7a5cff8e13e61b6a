package io.tertulia.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client is told. Cursors are strings {@code epoch:seq}; times are milliseconds since 1970
 * UTC; an {@code id} or {@code re} of 0 is left out.
 */
public sealed interface Event {
  /** Who said it. The name is never the identity. */
  record From(String id, String name, boolean guest) {}

  /** Content of a room: one entry of its log. */
  record Message(
      String room, String mid, @Nullable String key, From from, Body body, @Nullable String replyTo)
      implements Event {}

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
   */
  record Joined(long id, long re, String room, String from, String head, int count)
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
   */
  record Error(
      long id, long re, ErrorCode code, String message, long retryAfter, @Nullable String field)
      implements Event {
    public static Error of(long id, ErrorCode code, String message) {
      return new Error(id, 0, code, message, 0, null);
    }

    public static Error ofField(long id, String field, String message) {
      return new Error(id, 0, ErrorCode.INVALID_FIELD, message, 0, field);
    }
  }

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
   */
  record Members(long id, String room, int count, List<From> members) implements Event {}

  record Pong(long id, long time) implements Event {}
}
