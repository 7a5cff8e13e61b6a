package io.tertulia.room.mine;

import io.tertulia.room.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * Tells the other connections of a person, on every node, what one of them did. At most once: a
 * connection that missed something asks for it when it comes back. Any thread.
 */
public interface News {
  void tell(Item item);

  /** Names the one listener of this node; once, before anything is told. */
  void listen(Listener listener);

  /** On any one thread at a time; must not block. */
  interface Listener {
    void told(Item item);
  }

  /**
   * @param user whose
   * @param session that did it, which needs not be told of its own marks
   * @param room null where it is of no room
   * @param seq of a mark, else 0
   * @param isAnnounced whether everybody in the room is told of this mark
   */
  record Item(
      String user,
      String session,
      @Nullable RoomId room,
      What what,
      long seq,
      boolean isAnnounced) {}

  enum What {
    READ,
    GOT,
    /** A room stands on the list now, or otherwise than before. */
    LISTED,
    UNLISTED,
    BLOCKED
  }
}
