package io.tertulia.room.growing;

import io.tertulia.protocol.Event;
import io.tertulia.room.RoomId;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Right;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What stands of the messages that grow, beside the log: it has their first entry, and in the end a
 * second one. A part that was taken is announced in the same step, to every subscriber of the room,
 * as {@link Event.Grown}; in order, at most once.
 *
 * <p>Any thread. A stage fails when nothing is known of the call.
 */
public interface Growing {
  /** Messages that may grow in one room at once. */
  int MOST = 100;

  /** After so long without a part anybody may end one: {@code interrupted}. */
  Duration PATIENCE = Duration.ofSeconds(30);

  /** Has a message grow from here; of one that is known nothing changes. */
  CompletionStage<Begun> begin(RoomId room, Seed seed);

  CompletionStage<Grown> append(RoomId room, Part part);

  /** No part is taken any more; the first ending that is asked for is the one. */
  CompletionStage<Sealed> seal(RoomId room, Seal seal);

  /**
   * Nothing is left of it but that it has ended.
   *
   * @param finish mid of the entry that ended it, empty for none
   */
  CompletionStage<@Nullable Void> end(RoomId room, String mid, String finish);

  /** As if it had never begun: its first entry was not stored. */
  CompletionStage<@Nullable Void> forget(RoomId room, String mid);

  /** What stands of it; null when it does not grow here. */
  CompletionStage<@Nullable Whole> read(RoomId room, String mid);

  /** The mids of those that have not ended. */
  CompletionStage<List<String>> list(RoomId room);

  /**
   * @param who id of its author
   * @param from its author as JSON
   * @param text what it says at first
   */
  record Seed(String mid, String who, String from, String text) {}

  enum Begun {
    NEW,
    KNOWN,
    /** The room has {@link #MOST} of them. */
    FULL
  }

  /**
   * @param at bytes of UTF-8 that stand before it
   * @param most bytes that the whole may have
   */
  record Part(String mid, Authority author, long at, String text, int most) {
    /** Another part of the same author. */
    Part with(long place, String other) {
      return new Part(mid, author, place, other, most);
    }
  }

  /** What became of a part. */
  sealed interface Grown {}

  /**
   * It stands there.
   *
   * @param length bytes of the whole
   * @param again whether it stood there before
   */
  record Taken(long length, boolean again) implements Grown {}

  /**
   * @param length bytes of the whole
   */
  record WrongOffset(long length) implements Grown {}

  /** The author may not say something there. */
  record Denied(Right.Denial denial) implements Grown {}

  /** Why something is not done with it. */
  enum Refusal implements Grown, Sealed {
    UNKNOWN,
    NOT_YOURS,
    /** It would be longer than a text may be. */
    TOO_LONG
  }

  /**
   * It has ended.
   *
   * @param finish mid of the entry that ended it, empty for none
   */
  record Over(String finish) implements Grown, Sealed {}

  /**
   * @param who its author, null for anybody: then only when no part came for {@link #PATIENCE}
   */
  record Seal(String mid, @Nullable String who, Ending ending) {}

  /**
   * The second entry, but for what it says.
   *
   * @param tail as a draft's; the text is put in as its last field
   */
  record Ending(String mid, String status, String tail) {}

  /** What became of a seal. */
  sealed interface Sealed {}

  /**
   * @param ending the one that counts: of who asked first
   */
  record Closed(Ending ending, String text) implements Sealed {}

  /**
   * @param left milliseconds until anybody may end it
   */
  record TooEarly(long left) implements Sealed {}

  /**
   * @param text so far
   */
  record Whole(Seed seed, String text) {}
}
