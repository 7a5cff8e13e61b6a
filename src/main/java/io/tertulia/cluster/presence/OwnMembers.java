package io.tertulia.cluster.presence;

import io.tertulia.cluster.presence.PresenceMessage.Change;
import io.tertulia.room.Identity;
import io.tertulia.room.RoomId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The members that are connected to this node, and what the other nodes were told of them. Who came
 * and went before it was told leaves no trace, so that nothing piles up while there is nobody to
 * tell. Guarded by {@link ClusterPresence}.
 */
final class OwnMembers {
  /** By id. */
  private Map<RoomId, Map<String, Mine>> rooms = new HashMap<>();

  /** Those of whom the others know something else than what is true. */
  private Map<RoomId, Map<String, Mine>> changed = new LinkedHashMap<>();

  private static final class Mine {
    private Identity who;
    private int connections;

    /** What the others know: null for nothing. */
    private @Nullable Identity told;

    private Mine(Identity who) {
      this.who = who;
    }

    private @Nullable Identity now() {
      return connections == 0 ? null : who;
    }
  }

  void enter(RoomId room, Identity who) {
    Mine mine =
        rooms
            .computeIfAbsent(room, id -> new HashMap<>())
            .computeIfAbsent(who.id(), id -> new Mine(who));
    mine.connections++;
    mine.who = who;
    weigh(room, mine);
  }

  /**
   * @return false when it had no connection here
   */
  boolean leave(RoomId room, Identity who) {
    Mine mine = rooms.getOrDefault(room, Map.of()).get(who.id());
    if (mine == null || mine.connections == 0) {
      return false;
    }
    mine.connections--;
    weigh(room, mine);
    return true;
  }

  boolean hasNews() {
    return !changed.isEmpty();
  }

  /** What the others do not know yet, in pieces; they know it from now on. */
  List<Map<RoomId, Change>> news() {
    Chunks chunks = new Chunks();
    Map<RoomId, Map<String, Mine>> news = changed;
    changed = new LinkedHashMap<>();
    news.forEach(
        (room, members) ->
            members.forEach(
                (id, mine) -> {
                  mine.told = mine.now();
                  if (mine.told == null) {
                    chunks.out(room, id);
                    forget(rooms, room, id);
                  } else {
                    chunks.in(room, mine.told);
                  }
                }));
    giveBack();
    return chunks.pieces();
  }

  /** What the others were told in all, in pieces. */
  List<Map<RoomId, Change>> told() {
    Chunks chunks = new Chunks();
    rooms.forEach(
        (room, members) ->
            members
                .values()
                .forEach(
                    mine -> {
                      if (mine.told != null) {
                        chunks.in(room, mine.told);
                      }
                    }));
    return chunks.pieces();
  }

  /** Members that are remembered, once for each room. */
  int size() {
    return rooms.values().stream().mapToInt(Map::size).sum();
  }

  private void weigh(RoomId room, Mine mine) {
    String id = mine.who.id();
    if (!Objects.equals(mine.now(), mine.told)) {
      changed.computeIfAbsent(room, r -> new LinkedHashMap<>()).put(id, mine);
      return;
    }
    forget(changed, room, id);
    if (mine.told == null) {
      forget(rooms, room, id);
      giveBack();
    }
  }

  private static void forget(Map<RoomId, Map<String, Mine>> from, RoomId room, String id) {
    Map<String, Mine> members = from.get(room);
    if (members != null && members.remove(id) != null && members.isEmpty()) {
      from.remove(room);
    }
  }

  /** Maps do not shrink by themselves. */
  private void giveBack() {
    if (rooms.isEmpty()) {
      rooms = new HashMap<>();
    }
  }
}
