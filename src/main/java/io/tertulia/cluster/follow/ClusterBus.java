package io.tertulia.cluster.follow;

import io.tertulia.protocol.Event;
import io.tertulia.protocol.json.EventEncoder;
import io.tertulia.room.Bus;
import io.tertulia.room.Entry;
import io.tertulia.room.RoomId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The bus of a cluster as one node's rooms use it. A room is followed with its first member here,
 * and released a while after its last, so that who reconnects costs nothing. Any thread.
 */
public final class ClusterBus implements Bus {
  private final Ear ear;
  private final Streams streams;

  /** Rooms without members here, and their turn at being released. On the loop. */
  private final Map<RoomId, Long> leaving = new HashMap<>();

  private long turns;

  /** Where the loop's events go: the listener is named after the loop was built. */
  public static final class Ear implements Listener {
    private volatile @Nullable Listener listener;

    @Override
    public void onEntry(RoomId room, Entry entry) {
      Listener to = listener;
      if (to != null) {
        to.onEntry(room, entry);
      }
    }

    @Override
    public void onEphemeral(RoomId room, byte[] json) {
      Listener to = listener;
      if (to != null) {
        to.onEphemeral(room, json);
      }
    }

    @Override
    public void onFork(RoomId room, long late) {
      Listener to = listener;
      if (to != null) {
        to.onFork(room, late);
      }
    }
  }

  /**
   * @param ear the listener that the streams were given
   */
  public ClusterBus(Ear ear, Streams streams) {
    this.ear = ear;
    this.streams = streams;
  }

  @Override
  public void listen(Listener only) {
    ear.listener = only;
  }

  @Override
  public CompletionStage<Void> subscribe(RoomId room) {
    CompletableFuture<Void> confirmed = new CompletableFuture<>();
    streams
        .node()
        .loop()
        .execute(
            () -> {
              leaving.remove(room);
              streams
                  .of(room)
                  .follow()
                  .whenComplete(
                      (done, failure) -> {
                        if (failure == null) {
                          confirmed.complete(null);
                        } else {
                          confirmed.completeExceptionally(failure);
                        }
                      });
            });
    return confirmed;
  }

  @Override
  public void unsubscribe(RoomId room) {
    streams
        .node()
        .loop()
        .execute(
            () -> {
              long turn = ++turns;
              leaving.put(room, turn);
              streams
                  .node()
                  .loop()
                  .after(streams.node().rules().release().toMillis(), () -> release(room, turn));
            });
  }

  @Override
  public void announce(RoomId room, Event ephemeral) {
    byte[] json = EventEncoder.encode(ephemeral);
    streams.node().loop().execute(() -> streams.node().channels().publish(room, json));
  }

  private void release(RoomId room, long turn) {
    if (leaving.remove(room, turn)) {
      RoomStream stream = streams.find(room);
      if (stream != null) {
        stream.unfollow();
      }
    }
  }
}
