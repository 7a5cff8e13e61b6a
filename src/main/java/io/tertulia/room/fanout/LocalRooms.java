package io.tertulia.room.fanout;

import io.tertulia.protocol.Event;
import io.tertulia.room.Bus;
import io.tertulia.room.Entry;
import io.tertulia.room.RoomId;
import io.tertulia.room.Tracing;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The rooms that have members on this node. A room is subscribed with its first member and released
 * with its last.
 *
 * <p>Attach and detach are called on the subscriber's loop; events come in on any thread, in the
 * order of the room, and leave in that order on every loop.
 */
public final class LocalRooms implements Bus.Listener {
  private final ConcurrentHashMap<RoomId, LocalRoom> rooms = new ConcurrentHashMap<>();
  private final Bus bus;
  private final FanoutMeter meter;
  private final Tracing tracing;
  private final int slice;
  private final MembershipLimiter limiter;

  /**
   * Hears how many members one event was handed to, and when it came in. On the loop, after each
   * task.
   */
  public interface FanoutMeter {
    /**
     * @param bornNanos {@link System#nanoTime} of the moment the event came from the bus
     */
    void delivered(int members, long bornNanos);

    long nanoTime();
  }

  /**
   * @param slice members of one room and loop that are served before others have their turn
   */
  public LocalRooms(Bus bus, FanoutMeter meter, Tracing tracing, int slice) {
    this(bus, meter, tracing, slice, MembershipLimiter.none());
  }

  /**
   * @param limiter of who may come in
   */
  public LocalRooms(
      Bus bus, FanoutMeter meter, Tracing tracing, int slice, MembershipLimiter limiter) {
    this.bus = bus;
    this.meter = meter;
    this.tracing = tracing;
    this.slice = slice;
    this.limiter = limiter;
    bus.listen(this);
  }

  /** Members that a loop serves before others have their turn. */
  public int slice() {
    return slice;
  }

  /**
   * Asks for a member's place in a room, before it attaches. The node's own rooms have no bound: a
   * full node must still find that it is well.
   *
   * @return null when it has one, until {@link #giveUp}; else why not
   */
  public Event.@Nullable Error admit(RoomId room, String user, String address) {
    return room.isReserved() ? null : limiter.enter(user, address, with(room));
  }

  /**
   * Asks once more before a member that was admitted a while ago attaches.
   *
   * @return null when the node still has a place for its room; else why not
   */
  public Event.@Nullable Error full(RoomId room) {
    return room.isReserved() ? null : limiter.full(with(room));
  }

  private int with(RoomId room) {
    return rooms.size() + (rooms.containsKey(room) ? 0 : 1);
  }

  /** To be called once for each that was admitted, when it leaves. */
  public void giveUp(RoomId room, String user, String address) {
    if (!room.isReserved()) {
      limiter.leave(user, address);
    }
  }

  /**
   * @return complete when the subscriber hears every entry stored from now on
   */
  public CompletionStage<Void> attach(RoomId room, Subscriber subscriber) {
    return rooms
        .compute(
            room,
            (id, known) ->
                (known == null ? new LocalRoom(bus.subscribe(id), slice) : known)
                    .with(subscriber.loop()))
        .add(subscriber);
  }

  public void detach(RoomId room, Subscriber subscriber) {
    rooms.computeIfPresent(
        room,
        (id, known) -> {
          if (!known.remove(subscriber)) {
            return known;
          }
          bus.unsubscribe(id);
          return null;
        });
  }

  @Override
  public void onEntry(RoomId room, Entry entry) {
    LocalRoom members = rooms.get(room);
    if (members != null) {
      String parent = entry.traceparent();
      members.deliver(
          Delivery.of(entry), meter, parent == null ? null : tracing.fanOut(room, entry, parent));
    }
  }

  @Override
  public void onEphemeral(RoomId room, byte[] json) {
    LocalRoom members = rooms.get(room);
    if (members != null) {
      members.deliver(Delivery.of(json), meter, null);
    }
  }

  @Override
  public void onFork(RoomId room, long late) {
    LocalRoom members = rooms.get(room);
    if (members != null) {
      members.forked(late);
    }
  }

  /** Rooms with at least one member here. */
  public int size() {
    return rooms.size();
  }
}
