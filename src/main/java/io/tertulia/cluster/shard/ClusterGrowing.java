package io.tertulia.cluster.shard;

import io.tertulia.room.RoomId;
import io.tertulia.room.growing.Growing;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What grows in a cluster: that of each room lies in its shard. Any thread. */
public final class ClusterGrowing implements Growing {
  private final Shards shards;

  public ClusterGrowing(Shards shards) {
    this.shards = shards;
  }

  @Override
  public CompletionStage<Begun> begin(RoomId room, Seed seed) {
    return of(room).begin(room, seed);
  }

  @Override
  public CompletionStage<Grown> append(RoomId room, Part part) {
    return of(room).append(room, part);
  }

  @Override
  public CompletionStage<Sealed> seal(RoomId room, Seal seal) {
    return of(room).seal(room, seal);
  }

  @Override
  public CompletionStage<@Nullable Void> end(RoomId room, String mid, String finish) {
    return of(room).end(room, mid, finish);
  }

  @Override
  public CompletionStage<@Nullable Void> forget(RoomId room, String mid) {
    return of(room).forget(room, mid);
  }

  @Override
  public CompletionStage<@Nullable Whole> read(RoomId room, String mid) {
    return of(room).read(room, mid);
  }

  @Override
  public CompletionStage<List<String>> list(RoomId room) {
    return of(room).list(room);
  }

  private Growing of(RoomId room) {
    return shards.of(room).growing();
  }
}
