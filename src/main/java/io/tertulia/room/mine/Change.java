package io.tertulia.room.mine;

import io.tertulia.room.Position;
import org.jspecify.annotations.Nullable;

/** What becomes of one room of one person. */
public sealed interface Change {
  /**
   * It stands on the list.
   *
   * @param with the other one of a direct room, null for any other room
   * @param from up to where it counts as read, when nothing was read yet; null for nothing
   */
  record Follow(@Nullable String with, @Nullable Mark from) implements Change {}

  /** Nothing is kept of it, not even marks. */
  record Forget() implements Change {}

  record Notify(MyRoom.Level level) implements Change {}

  /**
   * It is read up to there, unless it is further. Of two epochs nobody who does not know the room
   * can say which is further: so a mark of another epoch gives way only when it is the one that the
   * caller has compared with.
   *
   * @param over the mark that stands, as far as the caller knows; null for none
   */
  record Read(Mark to, @Nullable Position over) implements Change {}

  /** As {@link Read}, of what was received. */
  record Got(Position to, @Nullable Position over) implements Change {}
}
