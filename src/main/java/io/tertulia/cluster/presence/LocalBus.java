package io.tertulia.cluster.presence;

import io.tertulia.format.EventEncoder;
import io.tertulia.protocol.Event;
import io.tertulia.room.Bus;
import io.tertulia.room.RoomId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The way to the members of this node and to nobody else: every node tells its own, so that what is
 * told fits what that node has told before.
 */
record LocalBus(Bus.Listener local) implements Bus {
  @Override
  public void listen(Listener listener) {
    throw new UnsupportedOperationException("it has its listener");
  }

  @Override
  public CompletionStage<Void> subscribe(RoomId room) {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void unsubscribe(RoomId room) {}

  @Override
  public void announce(RoomId room, Event ephemeral) {
    local.onEphemeral(room, EventEncoder.encode(ephemeral));
  }
}
