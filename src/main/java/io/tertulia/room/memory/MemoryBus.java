package io.tertulia.room.memory;

import io.tertulia.format.EventEncoder;
import io.tertulia.protocol.Event;
import io.tertulia.room.Bus;
import io.tertulia.room.Entry;
import io.tertulia.room.RoomId;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The bus of a node that stands alone: what is put in comes out at once, on the thread that put it
 * in.
 */
public final class MemoryBus implements Bus {
  private final Set<RoomId> subscribed = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Listener listener;

  @Override
  public void listen(Listener only) {
    listener = only;
  }

  @Override
  public CompletionStage<Void> subscribe(RoomId room) {
    subscribed.add(room);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void unsubscribe(RoomId room) {
    subscribed.remove(room);
  }

  @Override
  public void announce(RoomId room, Event ephemeral) {
    Listener to = listener;
    if (to != null && isSubscribed(room)) {
      to.onEphemeral(room, EventEncoder.encode(ephemeral));
    }
  }

  boolean isSubscribed(RoomId room) {
    return subscribed.contains(room);
  }

  void entry(RoomId room, Entry entry) {
    Listener to = listener;
    if (to != null && isSubscribed(room)) {
      to.onEntry(room, entry);
    }
  }
}
