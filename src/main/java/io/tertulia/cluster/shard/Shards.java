package io.tertulia.cluster.shard;

import io.tertulia.cluster.follow.ShardBus;
import io.tertulia.room.Bus;
import io.tertulia.room.RoomId;
import java.util.List;

/**
 * Where what a cluster keeps in Redis lies: the one place that says so. Each node says the same.
 * Today there is one shard. Any thread.
 */
public final class Shards {
  private final ShardBus.EventSink local = new ShardBus.EventSink();
  private final Shard only;

  public Shards(Shard.Surroundings outside, Shard.Settings settings) {
    only = new Shard(outside, settings, local);
  }

  /** The shard in which the log of this room lies, and by which its events go. */
  public Shard of(RoomId room) {
    return only;
  }

  /**
   * The shard of what belongs to no room: what the nodes tell each other, and what users and
   * addresses took of their rates, tickets, what people have of the rooms.
   */
  public Shard home() {
    return only;
  }

  public List<Shard> all() {
    return List.of(only);
  }

  /** Where the members of this node hear of their rooms, whatever the shard. */
  public Bus.Listener local() {
    return local;
  }
}
