package io.tertulia.cluster.log;

import io.tertulia.room.RoomId;
import java.util.Collection;

/**
 * Redis' channels as one node uses them: one connection that hears, and publishing at most once. A
 * room's channel carries its entries as they were stored, and what is said beside them. All on the
 * cluster's loop.
 */
public interface Channels {
  interface Listener {
    /** Redis confirmed the subscription of that very channel, on the connection that is up. */
    void confirmed(RoomId room);

    /**
     * In the order of Redis.
     *
     * @param payload looks like an entry at best: anybody who may publish may have said it
     */
    void heard(RoomId room, byte[] payload);

    /**
     * Said beside the entries, by a node of this cluster.
     *
     * @param json as it was published
     */
    void signal(RoomId room, byte[] json);

    /** The connection ended: whatever was subscribed is not any more, until confirmed again. */
    void down();
  }

  /** Names the one listener; once, before anything is subscribed. */
  void listen(Listener listener);

  /**
   * Keeps these rooms subscribed from now on, also after the connection ended and came back; each
   * is confirmed each time.
   */
  void subscribe(Collection<RoomId> rooms);

  void unsubscribe(Collection<RoomId> rooms);

  /** As {@link LogServer#overwrite}, of the connection that hears. */
  default void overwriteHeard() {}

  /** At most once: dropped while Redis is away, and when too much waits. */
  void publish(RoomId room, byte[] payload);
}
