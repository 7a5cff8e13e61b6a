package io.tertulia.room.memory;

import io.tertulia.protocol.Event;
import io.tertulia.room.Bus;
import io.tertulia.room.Identity;
import io.tertulia.room.Presence;
import io.tertulia.room.RoomId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Presence on one node. */
public final class MemoryPresence implements Presence {
  private Map<RoomId, RoomRoster> rooms = new HashMap<>();

  /** Rooms with a change that was not yet told, or a leave that is not yet final. */
  private Set<RoomId> unsettled = new HashSet<>();

  private final Bus bus;
  private final InstantSource time;
  private final Debounce debounce;

  /**
   * @param join how long joins are gathered before they are told
   * @param leave how long a member may be away before it has left
   */
  public record Debounce(Duration join, Duration leave) {}

  /**
   * @param time monotonic
   */
  public MemoryPresence(Bus bus, InstantSource time, Debounce debounce) {
    this.bus = bus;
    this.time = time;
    this.debounce = debounce;
  }

  @Override
  public synchronized void enter(RoomId room, Identity who) {
    rooms.computeIfAbsent(room, id -> new RoomRoster()).enter(who, time.millis());
    unsettled.add(room);
  }

  @Override
  public synchronized void leave(RoomId room, Identity who) {
    RoomRoster roster = rooms.get(room);
    if (roster != null) {
      roster.leave(who, time.millis());
      unsettled.add(room);
    }
  }

  @Override
  public synchronized Roster roster(RoomId room) {
    RoomRoster roster = rooms.get(room);
    return roster == null ? new Roster(0, List.of()) : roster.first(NAMED);
  }

  @Override
  public synchronized int count(RoomId room) {
    RoomRoster roster = rooms.get(room);
    return roster == null ? 0 : roster.count();
  }

  /** Tells what is due. Called a few times a second. */
  public synchronized void tick() {
    long now = time.millis();
    if (!unsettled.isEmpty()) {
      unsettled.removeIf(room -> settle(room, now));
      giveBack();
    }
  }

  /** Maps do not shrink by themselves. */
  private void giveBack() {
    if (unsettled.isEmpty()) {
      unsettled = new HashSet<>();
    }
    if (rooms.isEmpty()) {
      rooms = new HashMap<>();
    }
  }

  private boolean settle(RoomId room, long now) {
    RoomRoster roster = rooms.get(room);
    if (roster == null) {
      return true;
    }
    roster.sendAway(now - debounce.leave().toMillis());
    RoomRoster.Change change = roster.news(now - debounce.join().toMillis());
    if (change != null) {
      bus.announce(room, event(room, change));
    }
    if (roster.isEmpty()) {
      rooms.remove(room);
      return true;
    }
    return roster.isSettled();
  }

  private static Event.Presence event(RoomId room, RoomRoster.Change change) {
    boolean named = change.count() <= NAMED;
    return new Event.Presence(
        room.value(), change.count(), named ? change.joined() : null, named ? change.left() : null);
  }
}
