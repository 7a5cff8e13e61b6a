package io.tertulia.room.mine;

import io.tertulia.room.RoomId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * What people have of the rooms. Each change is one step of its own, so that marks of several
 * devices never go back. Any thread; a stage completes on any, and fails when it cannot be known
 * now: then a change may be kept, and made again does no harm.
 */
public interface MyRooms {
  /** Rooms of one person, and people whom one person blocked. */
  int MOST = 10_000;

  /** For how long it is kept of somebody who does not come back. */
  Duration KEPT = Duration.ofDays(365);

  /** The same of a guest, who cannot come back for longer than its credential lives. */
  Duration KEPT_OF_GUESTS = Duration.ofDays(30);

  /** Every room of which anything is kept. */
  CompletionStage<Map<RoomId, MyRoom>> all(String user);

  /**
   * @return {@link MyRoom#NONE} where nothing is kept
   */
  CompletionStage<MyRoom> find(String user, RoomId room);

  CompletionStage<MyRoom.Outcome> change(String user, RoomId room, Change change);

  /**
   * Puts a direct room on somebody's list, unless the other one of it is blocked there.
   *
   * @param other who wants to write
   */
  CompletionStage<Reached> reach(String user, String other, RoomId room);

  /** Whether somebody takes what is written directly. */
  enum Reached {
    REACHED,
    /** It stands on the list now, and did not before. */
    NEWLY,
    BLOCKED,
    FULL
  }

  /**
   * @param on false lifts it
   * @return whether there was a place for it
   */
  CompletionStage<Boolean> block(String user, String other, boolean on);

  /** Whom somebody blocked. */
  CompletionStage<Set<String>> blocked(String user);

  /** For how long what is kept of this one is kept after its last use. */
  static Duration kept(String user) {
    return isGuest(user) ? KEPT_OF_GUESTS : KEPT;
  }

  /** By the id: those of guests are theirs alone. */
  static boolean isGuest(String user) {
    return user.startsWith("g-") || user.startsWith("k-");
  }
}
