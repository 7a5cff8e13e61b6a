package io.tertulia.session.connection;

import io.tertulia.format.EncodedEvent;
import io.tertulia.format.Frame;
import io.tertulia.room.RoomId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What may go to one client, bounded in bytes: the queue itself is the connection's, and only
 * ephemeral events for which there is no room wait here. Typing, presence and signals go first, but
 * for the newest of each topic; then entries stay in the log until there is room again. Replies
 * always go: the reading stops before they can pile up.
 */
public final class Outbox {
  private final Connection connection;
  private final long bound;

  /** Bytes put in since the session began, and how many of them were gone at the last look. */
  private long added;

  private long accepted;

  /** Whether nothing waited at some time since the last look. */
  private boolean wasEmpty = true;

  private long progressAt;

  /** Null while the client keeps up. */
  private @Nullable Newest shed;

  public Outbox(Connection connection, long bound) {
    this.connection = connection;
    this.bound = bound;
  }

  /** Whether an entry may be put in now. */
  public boolean hasRoom() {
    return connection.queuedBytes() < bound;
  }

  /**
   * Bytes for which there is room, as a power of two, so that those who read the same may share it.
   */
  public long room() {
    return Long.highestOneBit(Math.max(1, bound - connection.queuedBytes()));
  }

  public boolean isEmpty() {
    return connection.queuedBytes() == 0;
  }

  /** Whether something waits for the client, and not only for the end of the tick. */
  public boolean isHeldUp() {
    return connection.isHeldUp();
  }

  /** For what this client alone waits for. */
  public void put(@Nullable Frame frame) {
    if (frame != null) {
      long before = before();
      connection.write(frame);
      added += connection.queuedBytes() - before;
    }
  }

  /** For what all members of a room get. */
  public void stream(@Nullable Frame frame) {
    if (frame != null) {
      long before = before();
      connection.writeSoon(frame);
      added += connection.queuedBytes() - before;
    }
  }

  /**
   * As {@link #stream}, for an ephemeral event. Without room it waits, unless a newer one of its
   * topic comes.
   *
   * @return whether it was taken; else {@link #goOn} has to be called in a while
   */
  public boolean offer(RoomId room, EncodedEvent event, @Nullable Frame frame) {
    goOn();
    if (frame == null || (shed == null && hasRoomToSpare())) {
      stream(frame);
      return true;
    }
    String topic = event.topic();
    shed = shed == null ? new Newest(bound / 4) : shed;
    shed.put(room, topic, frame);
    return false;
  }

  /**
   * How far the client has to have come until nothing waits for it of a message.
   *
   * @param named whether what is sent names messages by their mid
   * @return for {@link #hasTaken}; 0 when nothing of it waits
   */
  public long mark(String mid, boolean named) {
    long waiting = named ? connection.untilGone(mid) : connection.queuedBytes();
    return waiting == 0 ? 0 : added - connection.queuedBytes() + waiting;
  }

  /**
   * @param mark as {@link #mark}
   */
  public boolean hasTaken(long mark) {
    return added - connection.queuedBytes() >= mark;
  }

  /** Ephemeral events that waited go as far as there is room. */
  public void goOn() {
    while (shed != null && hasRoomToSpare()) {
      if (shed.isEmpty()) {
        shed = null;
      } else {
        stream(shed.remove());
      }
    }
  }

  /** Whether ephemeral events wait for {@link #goOn}. */
  public boolean hasShed() {
    return shed != null;
  }

  /** The client is not in the room any more. */
  public void forget(RoomId room) {
    if (shed != null) {
      shed.forget(room);
    }
  }

  /** Whether something may be put in now that is left out first. */
  public boolean hasRoomToSpare() {
    return connection.queuedBytes() < bound / 4;
  }

  private long before() {
    long before = connection.queuedBytes();
    wasEmpty |= before == 0;
    return before;
  }

  /**
   * @param now monotonic milliseconds
   * @return for how many milliseconds something has been seen waiting without a byte being accepted
   */
  public long stalledFor(long now) {
    long taken = added - connection.queuedBytes();
    if (wasEmpty || isEmpty() || taken > accepted) {
      progressAt = now;
    }
    wasEmpty = false;
    accepted = taken;
    return now - progressAt;
  }

  /**
   * Ephemeral events that a slow client has no room for: of each topic the newest. What is more
   * than the bound goes, the oldest first.
   */
  private static final class Newest {
    /** Bytes that it costs to keep one, beside its own. */
    private static final int OVERHEAD = 256;

    /**
     * @param name of what a newer event makes an older one needless
     */
    private record Topic(RoomId room, String name) {}

    private final Map<Topic, Frame> events = new LinkedHashMap<>();
    private final long bound;
    private long bytes;

    /**
     * @param bound in bytes
     */
    Newest(long bound) {
      this.bound = bound;
    }

    boolean isEmpty() {
      return events.isEmpty();
    }

    void put(RoomId room, String name, Frame frame) {
      Topic topic = new Topic(room, name);
      Frame older = events.remove(topic);
      bytes -= older == null ? 0 : size(older);
      if (size(frame) > bound) {
        return;
      }
      bytes += size(frame);
      events.put(topic, frame);
      while (bytes > bound) {
        remove();
      }
    }

    /** Takes the oldest. */
    Frame remove() {
      Iterator<Frame> oldest = events.values().iterator();
      Frame frame = oldest.next();
      oldest.remove();
      bytes -= size(frame);
      return frame;
    }

    void forget(RoomId room) {
      events
          .entrySet()
          .removeIf(
              event -> {
                boolean gone = event.getKey().room().equals(room);
                bytes -= gone ? size(event.getValue()) : 0;
                return gone;
              });
    }

    private static int size(Frame frame) {
      return OVERHEAD + frame.size();
    }
  }
}
