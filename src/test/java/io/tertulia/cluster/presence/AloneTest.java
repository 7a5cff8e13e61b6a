package io.tertulia.cluster.presence;

import io.tertulia.heart.ManualClock;
import io.tertulia.protocol.Event;
import io.tertulia.room.Bus;
import io.tertulia.room.Entry;
import io.tertulia.room.Presence;
import io.tertulia.room.PresenceContract;
import io.tertulia.room.RoomId;
import io.tertulia.room.memory.MemoryPresence;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;

/** A cluster's node among its own members does what every presence does. */
class AloneTest {

  @Nested
  class WithRedis extends OneNode {
    WithRedis() {
      place.up();
    }
  }

  @Nested
  class WithoutRedis extends OneNode {}

  private abstract static class OneNode implements PresenceContract {
    private final ManualClock clock = new ManualClock();
    private final Ears ears = new Ears();
    final ChannelHub.Place place = new ChannelHub().place();
    private final ClusterPresence presence =
        new ClusterPresence(
            place,
            ears,
            clock,
            new Random(1),
            new ClusterPresence.Settings(
                "alone",
                Duration.ofSeconds(6),
                new MemoryPresence.Debounce(Duration.ofMillis(250), Duration.ofSeconds(4)),
                () -> 0,
                "as many"));

    @Override
    public Presence presence() {
      return presence;
    }

    @Override
    public Bus bus() {
      return ears;
    }

    @Override
    public void pass(Duration time) {
      for (long left = time.toMillis(); left > 0; left -= 50) {
        clock.pass(Duration.ofMillis(50));
        presence.tick();
        place.deliver();
      }
    }
  }

  /** Stands where a node has its local rooms: hands on what it is told to whoever listens. */
  private static final class Ears implements Bus, Bus.Listener {
    private @Nullable Listener listener;

    @Override
    public void listen(Listener only) {
      listener = only;
    }

    @Override
    public void onEphemeral(RoomId room, byte[] json) {
      if (listener != null) {
        listener.onEphemeral(room, json);
      }
    }

    @Override
    public void onEntry(RoomId room, Entry entry) {
      Objects.requireNonNull(listener).onEntry(room, entry);
    }

    @Override
    public void onFork(RoomId room, long late) {}

    @Override
    public CompletionStage<Void> subscribe(RoomId room) {
      return CompletableFuture.completedStage(null);
    }

    @Override
    public void unsubscribe(RoomId room) {}

    @Override
    public void announce(RoomId room, Event ephemeral) {
      throw new UnsupportedOperationException("presence tells its own members");
    }
  }
}
