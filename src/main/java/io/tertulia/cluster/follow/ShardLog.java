package io.tertulia.cluster.follow;

import io.tertulia.cluster.log.FutureCompletion;
import io.tertulia.cluster.log.Loop;
import io.tertulia.room.MessageLog;
import io.tertulia.room.RoomId;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.RoomState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The log of one shard as this node's sessions use it. Any thread; stages complete on the loop. */
public final class ShardLog implements MessageLog {
  private final RoomFollowers followers;
  private final Reads reads;
  private final Loop loop;

  public ShardLog(RoomFollowers followers) {
    this.followers = followers;
    this.reads = new Reads(followers);
    this.loop = followers.node().loop();
  }

  @Override
  public CompletionStage<Appended> append(RoomId room, Draft draft) {
    return onLoop(() -> followers.pendingAppends().say(followers.of(room), draft));
  }

  @Override
  public CompletionStage<Page> read(RoomId room, Query query) {
    return onLoop(() -> reads.read(room, query));
  }

  @Override
  public CompletionStage<Reading> read(RoomId room, Query query, Authority reader) {
    return onLoop(() -> reads.read(room, query, reader));
  }

  @Override
  public CompletionStage<RoomState> look(RoomId room, List<String> people) {
    return onLoop(() -> followers.node().server().look(room, people));
  }

  private <T> CompletionStage<T> onLoop(Supplier<CompletionStage<T>> call) {
    CompletableFuture<T> result = new CompletableFuture<>();
    loop.execute(() -> FutureCompletion.answer(result, call));
    return result;
  }
}
