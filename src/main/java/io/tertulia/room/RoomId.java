package io.tertulia.room;

import io.tertulia.protocol.Shapes;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name of a room. */
public record RoomId(String value) {
  /** No client can name such a room: the shape of {@link Shapes#isRoom} excludes it. */
  private static final char RESERVED = '~';

  /** What the names of rooms of two begin with; behind it stand digits of a hash. */
  private static final String DIRECT = "dm-";

  /** Hexadecimal digits of such a name. */
  public static final int DIRECT_LENGTH = 40;

  private static final Pattern DIRECT_NAME =
      Pattern.compile(DIRECT + "[0-9a-f]{" + DIRECT_LENGTH + "}");

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

  /**
   * @param hash {@value #DIRECT_LENGTH} hexadecimal digits
   */
  public static RoomId direct(String hash) {
    RoomId room = new RoomId(DIRECT + hash);
    if (!room.isDirect()) {
      throw new IllegalArgumentException("not a hash: " + hash);
    }
    return room;
  }

  /** Whether it is the room of two, which nobody makes or enters otherwise. */
  public boolean isDirect() {
    return value.startsWith(DIRECT) && DIRECT_NAME.matcher(value).matches();
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
