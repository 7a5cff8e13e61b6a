package io.tertulia.room;

import io.tertulia.protocol.Event;
import java.util.List;

/**
 * Who is in a room. A member counts once however many connections it has; joins and leaves are told
 * to the room a moment later, so that a reconnect shows no change. Any thread.
 */
public interface Presence {
  /** Up to this many members a change is told by name, above it only as a count. */
  int NAMED = 200;

  /** One more connection of this member. */
  void enter(RoomId room, Identity who);

  /** One connection less, whatever ended it. */
  void leave(RoomId room, Identity who);

  Roster roster(RoomId room);

  int count(RoomId room);

  /**
   * @param members the first {@value #NAMED}
   */
  record Roster(int count, List<Event.From> members) {}
}
