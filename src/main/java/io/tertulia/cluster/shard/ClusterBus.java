package io.tertulia.cluster.shard;

import io.tertulia.protocol.Event;
import io.tertulia.room.Bus;
import io.tertulia.room.RoomId;
import java.util.concurrent.CompletionStage;

/** The bus of a cluster: what is said of a room goes by its shard. Any thread. */
public final class ClusterBus implements Bus {
  private final Shards shards;

  public ClusterBus(Shards shards) {
    this.shards = shards;
  }

  @Override
  public void listen(Listener only) {
    shards.all().forEach(shard -> shard.bus().listen(only));
  }

  @Override
  public CompletionStage<Void> subscribe(RoomId room) {
    return shards.of(room).bus().subscribe(room);
  }

  @Override
  public void unsubscribe(RoomId room) {
    shards.of(room).bus().unsubscribe(room);
  }

  @Override
  public void announce(RoomId room, Event ephemeral) {
    shards.of(room).bus().announce(room, ephemeral);
  }
}
