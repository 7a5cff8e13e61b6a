package io.tertulia.cluster.presence;

import io.tertulia.cluster.presence.PresenceMessage.Change;
import io.tertulia.room.Identity;
import io.tertulia.room.Presence;
import io.tertulia.room.RoomId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Another node as this one knows it: each of its members counts here as one connection. Guarded by
 * {@link ClusterPresence}.
 */
final class Peer {
  private final Presence everybody;

  /** By id. */
  private final Map<RoomId, Map<String, Identity>> rooms = new HashMap<>();

  /** Up to where it was heard without a gap. */
  private long version;

  /** What came of a snapshot so far. */
  private @Nullable Parts parts;

  /** Whether it told something that was not heard. */
  private boolean behind;

  private long heardAt;
  private long askAt;

  /** That it has open, as it said last; below 0 while it takes nobody, or has not said. */
  private int sockets = -1;

  /** How much of each room it keeps, as it said last; null until then. */
  private @Nullable String kept;

  private record Parts(long version, List<Map<RoomId, Change>> pieces) {}

  Peer(Presence everybody) {
    this.everybody = everybody;
  }

  void heardAt(long now) {
    heardAt = now;
  }

  long heardAt() {
    return heardAt;
  }

  boolean wantsSnapshot(long now) {
    return behind && now >= askAt;
  }

  /** Not before then: somebody asked already, or an answer is coming in. */
  void notBefore(long then) {
    askAt = Math.max(askAt, then);
  }

  /**
   * @return whether this showed that something was missed
   */
  boolean beat(PresenceMessage.Beat beat) {
    sockets = beat.sockets();
    kept = beat.kept();
    return misses(beat.version() > version);
  }

  int sockets() {
    return sockets;
  }

  @Nullable String kept() {
    return kept;
  }

  /**
   * @return whether this showed that something was missed
   */
  boolean diff(PresenceMessage.Diff diff) {
    if (diff.version() == version + 1) {
      version = diff.version();
      diff.rooms().forEach(this::apply);
      return misses(false);
    }
    return misses(diff.version() > version);
  }

  /**
   * @return whether this showed that something was missed
   */
  boolean snapshot(PresenceMessage.Snapshot snapshot) {
    if (snapshot.version() <= version) {
      return false;
    }
    if (snapshot.part() == 0) {
      parts = new Parts(snapshot.version(), new ArrayList<>());
    }
    if (parts == null
        || parts.version() != snapshot.version()
        || parts.pieces().size() != snapshot.part()) {
      parts = null;
      return misses(true);
    }
    parts.pieces().add(snapshot.rooms());
    if (parts.pieces().size() == snapshot.parts()) {
      version = snapshot.version();
      become(parts.pieces());
      parts = null;
      return misses(false);
    }
    return false;
  }

  /** Its members leave. */
  void goes() {
    become(List.of());
  }

  /** Members it has here, once for each room. */
  int size() {
    return rooms.values().stream().mapToInt(Map::size).sum();
  }

  private boolean misses(boolean something) {
    boolean news = something && !behind;
    behind = something;
    return news;
  }

  private void become(List<Map<RoomId, Change>> pieces) {
    Map<RoomId, Map<String, Identity>> now = new HashMap<>();
    for (Map<RoomId, Change> piece : pieces) {
      piece.forEach(
          (room, change) -> {
            Map<String, Identity> members = now.computeIfAbsent(room, id -> new HashMap<>());
            change.in().forEach(who -> members.put(who.id(), who));
          });
    }
    now.forEach((room, members) -> members.values().forEach(who -> enter(room, who)));
    for (RoomId room : List.copyOf(rooms.keySet())) {
      Map<String, Identity> there = now.getOrDefault(room, Map.of());
      List<String> known = List.copyOf(rooms.getOrDefault(room, Map.of()).keySet());
      known.stream().filter(id -> !there.containsKey(id)).forEach(id -> leave(room, id));
    }
  }

  private void apply(RoomId room, Change change) {
    change.in().forEach(who -> enter(room, who));
    change.out().forEach(id -> leave(room, id));
  }

  private void enter(RoomId room, Identity who) {
    Identity before = rooms.computeIfAbsent(room, id -> new HashMap<>()).put(who.id(), who);
    if (who.equals(before)) {
      return;
    }
    everybody.enter(room, who);
    if (before != null) {
      everybody.leave(room, before);
    }
  }

  private void leave(RoomId room, String id) {
    Map<String, Identity> members = rooms.get(room);
    Identity gone = members == null ? null : members.remove(id);
    if (members != null && members.isEmpty()) {
      rooms.remove(room);
    }
    if (gone != null) {
      everybody.leave(room, gone);
    }
  }
}
