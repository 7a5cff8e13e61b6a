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

    /** Typing, signal or presence: at most once. */
    void onEphemeral(RoomId room, Event event);
  }

  /** Names the one listener of this node; once, before any room is subscribed. */
  void listen(Listener listener);

  /**
   * @return complete when every entry stored from now on will be heard
   */
  CompletionStage<Void> subscribe(RoomId room);

  void unsubscribe(RoomId room);

  /**
   * Tells every node with members in the room, this one too; at most once, never in the way of
   * entries.
   */
  void announce(RoomId room, Event ephemeral);
}
