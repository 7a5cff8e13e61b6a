package io.tertulia.room;

import io.tertulia.protocol.Shapes;
import org.jspecify.annotations.Nullable;

/** The name of a room. */
public record RoomId(String value) {
  /** No client can name such a room: the shape of {@link Shapes#isRoom} excludes it. */
  private static final char RESERVED = '~';

  public RoomId {
    if (!Shapes.isRoom(value) && (value.isEmpty() || value.charAt(0) != RESERVED)) {
      throw new IllegalArgumentException("not a room: " + value);
    }
  }

  /** A stranger's word as a room, null when it is none. */
  public static @Nullable RoomId parse(String word) {
    return Shapes.isRoom(word) ? new RoomId(word) : null;
  }

  /** A room of the node's own, out of reach for clients. */
  public static RoomId reserved(String name) {
    return new RoomId(RESERVED + name);
  }

  /** Whether it is a node's own. */
  public boolean isReserved() {
    return value.charAt(0) == RESERVED;
  }

  @Override
  public String toString() {
    return value;
  }
}
