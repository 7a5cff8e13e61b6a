package io.tertulia.room.members.own;

import io.tertulia.room.RoomId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The rooms to which each person gave rules first: they stay for as long as nobody closes them, so
 * nobody may have any number. Counted by the person, away from the rooms, so it may count some that
 * are none any more: whoever asks looks at those. Any thread; a stage fails when it is not known.
 */
public interface OwnRooms {
  /** Rooms of which {@link Full} tells, at most. */
  int SOME = 10;

  /** What became of the wish for one more. */
  sealed interface Taken {}

  /** It is counted, now or since an earlier call. */
  record Counted() implements Taken {}

  /**
   * It would be one too many.
   *
   * @param some of those that are counted; others each time
   */
  record Full(List<RoomId> some) implements Taken {}

  /**
   * Counts a room, if it fits.
   *
   * @param most that this person may have
   */
  CompletionStage<Taken> take(String user, RoomId room, int most);

  /** Counts it no more, if it was. */
  CompletionStage<Boolean> giveBack(String user, RoomId room);
}
