package io.tertulia.room;

import io.tertulia.protocol.Event;
import java.util.concurrent.CompletionStage;

/** How what happens in a room reaches the nodes that have members in it. */
public interface Bus {
  /**
   * Where a node hears of its rooms. Called in the order of the room, on any thread; must not
   * block.
   */
  interface Listener {
    void onEntry(RoomId room, Entry entry);

    /**
     * Typing, signal or presence: at most once.
     *
     * @param json the event as every JSON member receives it, UTF-8; nobody changes the bytes
     */
    void onEphemeral(RoomId room, byte[] json);

    /**
     * The room's history is not the one that was told of: entries that the log no longer has may
     * have been heard. Whoever stands in the room reads on from its own position, and learns there
     * whether it has to drop something.
     *
     * @param late stored entries that were lost and cannot be repaired any more
     */
    void onFork(RoomId room, long late);
  }

  /** Names the one listener of this node; once, before any room is subscribed. */
  void listen(Listener listener);

  /**
   * @return complete when every entry stored from now on will be heard; exceptionally when that
   *     cannot be had now, and then the room counts as subscribed until it is let go
   */
  CompletionStage<Void> subscribe(RoomId room);

  void unsubscribe(RoomId room);

  /**
   * Tells every node with members in the room, this one too; at most once, never in the way of
   * entries.
   */
  void announce(RoomId room, Event ephemeral);
}
