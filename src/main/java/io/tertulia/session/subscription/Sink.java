package io.tertulia.session.subscription;

import io.tertulia.format.EncodedEvent;
import io.tertulia.protocol.Event;
import io.tertulia.room.RoomId;
import io.tertulia.session.timing.Steps;

/**
 * Where what one client reads goes: a door's own format, and how much of it there is place for. On
 * the client's loop only.
 */
public interface Sink {
  /** The steps of this client, on its loop. */
  Steps steps();

  /** Whether there is place for an entry now. */
  boolean hasRoom();

  /** Whether there is place for what is left out first. */
  default boolean hasRoomToSpare() {
    return hasRoom();
  }

  /**
   * Bytes for which there is place, as a power of two, so that those who read the same may share
   * it.
   */
  long room();

  /**
   * Takes an entry, the next one of its room.
   *
   * @param reader the id of whose client this is
   */
  void entry(EncodedEvent entry, String reader);

  /** Takes what may be lost: without place it waits for some, unless a newer one comes. */
  void ephemeral(RoomId room, EncodedEvent event, String reader);

  /** A message was deleted: nothing of it may wait for long. */
  void deleted(String mid);

  /** Takes what this client alone is told. */
  void event(Event event);

  /** What waits of this room is not wanted any more. */
  void forget(RoomId room);

  /** Has {@link CatchUp#goOn} called in the loop's next turn. */
  void goOnSoon();

  /**
   * Has {@link CatchUp#goOn} called as soon as there is place, and from time to time, until nothing
   * is behind.
   */
  void watch();
}
