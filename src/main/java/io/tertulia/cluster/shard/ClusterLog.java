package io.tertulia.cluster.shard;

import io.tertulia.room.MessageLog;
import io.tertulia.room.RoomId;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.RoomState;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The log of a cluster: that of each room lies in its shard. Any thread. */
public final class ClusterLog implements MessageLog {
  private final Shards shards;

  public ClusterLog(Shards shards) {
    this.shards = shards;
  }

  @Override
  public CompletionStage<Appended> append(RoomId room, Draft draft) {
    return shards.of(room).log().append(room, draft);
  }

  @Override
  public CompletionStage<Page> read(RoomId room, Query query) {
    return shards.of(room).log().read(room, query);
  }

  @Override
  public CompletionStage<Reading> read(RoomId room, Query query, Authority reader) {
    return shards.of(room).log().read(room, query, reader);
  }

  @Override
  public CompletionStage<RoomState> look(RoomId room, List<String> people) {
    return shards.of(room).log().look(room, people);
  }
}
