package io.tertulia.cluster.follow;

import io.tertulia.cluster.log.FutureCompletion;
import io.tertulia.format.EventEncoder;
import io.tertulia.protocol.Event;
import io.tertulia.room.Bus;
import io.tertulia.room.Entry;
import io.tertulia.room.RoomId;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The bus of one shard as this node's rooms use it. A room is followed with its first member here,
 * and released a while after its last, so that who reconnects costs nothing. Any thread.
 */
public final class ShardBus implements Bus {
  private final EventSink sink;
  private final RoomFollowers followers;

  private long turns;

  /** Where the loop's events go: the listener is named after the loop was built. */
  public static final class EventSink implements Listener {
    private volatile @Nullable Listener listener;

    /**
     * Rooms that nobody here wants to hear any more, and their turn at being released. Any thread
     * reads.
     */
    private final Map<RoomId, Long> leaving = new ConcurrentHashMap<>();

    @Override
    public void onEntry(RoomId room, Entry entry) {
      tell(room, to -> to.onEntry(room, entry));
    }

    @Override
    public void onEphemeral(RoomId room, byte[] json) {
      tell(room, to -> to.onEphemeral(room, json));
    }

    @Override
    public void onFork(RoomId room, long late) {
      tell(room, to -> to.onFork(room, late));
    }

    private void tell(RoomId room, Consumer<Listener> what) {
      Listener to = listener;
      if (to != null && !leaving.containsKey(room)) {
        what.accept(to);
      }
    }
  }

  /**
   * @param sink the listener that the streams were given
   */
  public ShardBus(EventSink sink, RoomFollowers followers) {
    this.sink = sink;
    this.followers = followers;
  }

  @Override
  public void listen(Listener only) {
    sink.listener = only;
  }

  @Override
  public CompletionStage<Void> subscribe(RoomId room) {
    CompletableFuture<Void> confirmed = new CompletableFuture<>();
    followers
        .node()
        .loop()
        .execute(
            () -> {
              sink.leaving.remove(room);
              FutureCompletion.answer(confirmed, () -> followers.of(room).follow());
            });
    return confirmed;
  }

  @Override
  public void unsubscribe(RoomId room) {
    followers
        .node()
        .loop()
        .execute(
            () -> {
              long turn = ++turns;
              sink.leaving.put(room, turn);
              followers
                  .node()
                  .loop()
                  .after(followers.node().rules().release().toMillis(), () -> release(room, turn));
            });
  }

  @Override
  public void announce(RoomId room, Event ephemeral) {
    byte[] json = EventEncoder.encode(ephemeral);
    followers.node().loop().execute(() -> followers.node().channels().publish(room, json));
  }

  private void release(RoomId room, long turn) {
    if (sink.leaving.remove(room, turn)) {
      RoomFollower follower = followers.find(room);
      if (follower != null) {
        follower.unfollow();
      }
    }
  }
}
