package io.tertulia.cluster.presence;

import io.tertulia.cluster.presence.PresenceMessage.Change;
import io.tertulia.protocol.Shapes;
import io.tertulia.room.Identity;
import io.tertulia.room.RoomId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Cuts what is to be told into pieces, each fit for one message. */
final class Chunks {
  /** Bytes before JSON escapes, which may double them. */
  static final int BYTES = 32 * 1024;

  /** Quotes, commas and brackets around one member, or one room. */
  private static final int AROUND = 24;

  private final List<Map<RoomId, Change>> full = new ArrayList<>();
  private Map<RoomId, Change> open = new LinkedHashMap<>();
  private int bytes;

  void in(RoomId room, Identity who) {
    change(room, Shapes.utf8Length(who.id()) + Shapes.utf8Length(who.name())).in().add(who);
  }

  void out(RoomId room, String id) {
    change(room, Shapes.utf8Length(id)).out().add(id);
  }

  /** The pieces, in order; none when there is nothing to tell. */
  List<Map<RoomId, Change>> pieces() {
    if (!open.isEmpty()) {
      full.add(open);
      open = new LinkedHashMap<>();
      bytes = 0;
    }
    return full;
  }

  private Change change(RoomId room, int weight) {
    if (bytes > 0 && bytes + weight > BYTES) {
      pieces();
    }
    bytes += weight + AROUND;
    return open.computeIfAbsent(
        room,
        id -> {
          bytes += room.value().length() + AROUND;
          return new Change(new ArrayList<>(), new ArrayList<>());
        });
  }
}
