package io.tertulia.room.mine;

import io.tertulia.room.RoomId;

/** What the rooms of two are called. Any thread. */
public interface DirectRooms {
  /** The same for both; of somebody with itself, too. */
  RoomId of(String one, String other);
}
