package io.tertulia.cluster.log.model;

import io.tertulia.cluster.log.Lineage;
import io.tertulia.cluster.log.LogServer;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.RoomId;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.RoomState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The port over a {@link ModelRedis}: every stage is complete when it is returned. */
public final class ModelLogServer implements LogServer {
  private final Supplier<ModelRedis> redis;

  /**
   * @param redis the one that is reached at the moment
   */
  public ModelLogServer(Supplier<ModelRedis> redis) {
    this.redis = redis;
  }

  @Override
  public CompletionStage<AppendReply> append(Append append) {
    return CompletableFuture.completedStage(redis.get().append(append));
  }

  @Override
  public CompletionStage<Repaired> repair(Repair repair) {
    try {
      return CompletableFuture.completedStage(redis.get().repair(repair));
    } catch (Unanswered unanswered) {
      return CompletableFuture.failedStage(unanswered);
    }
  }

  @Override
  public CompletionStage<List<@Nullable Lineage>> check(List<RoomId> rooms) {
    return CompletableFuture.completedStage(redis.get().check(rooms));
  }

  @Override
  public CompletionStage<Span> read(RoomId room, Query query) {
    return CompletableFuture.completedStage(redis.get().read(room, query));
  }

  @Override
  public CompletionStage<ReadReply> read(RoomId room, Query query, @Nullable Authority reader) {
    return CompletableFuture.completedStage(redis.get().read(room, query, reader));
  }

  @Override
  public CompletionStage<RoomState> look(RoomId room, List<String> people) {
    return CompletableFuture.completedStage(redis.get().look(room, people));
  }

  @Override
  public long time() {
    return redis.get().time();
  }
}
