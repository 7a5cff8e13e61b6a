package io.tertulia.room.memory;

import io.tertulia.protocol.Event;
import io.tertulia.room.Bus;
import io.tertulia.room.Identity;
import io.tertulia.room.Presence;
import io.tertulia.room.RoomId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/** Presence on one node. */
public final class MemoryPresence implements Presence {
  /** Rooms that are settled under one hold of the lock. */
  private static final int SLICE = 64;

  /** Milliseconds of one tick. */
  private static final long LONGEST = 20;

  private Map<RoomId, RoomRoster> rooms = new HashMap<>();

  /** Rooms with a change that was not yet told, or a leave that is not yet final. */
  private SequencedSet<RoomId> unsettled = new LinkedHashSet<>();

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

  /**
   * Tells what is due. Called a few times a second, on a loop that has other things to do: where
   * more is due than can be told in a few milliseconds, the rest is told the next time.
   */
  public void tick() {
    long end = time.millis() + LONGEST;
    int left = unsettled();
    while (left > 0 && time.millis() < end) {
      settle(Math.min(left, SLICE));
      left -= SLICE;
    }
    giveBack();
  }

  private synchronized int unsettled() {
    return unsettled.size();
  }

  /** The oldest so many; who comes in or leaves has to wait for no more than these. */
  private synchronized void settle(int some) {
    long now = time.millis();
    for (int i = 0; i < some && !unsettled.isEmpty(); i++) {
      // At the end until it is settled: should that fail, it is tried again.
      RoomId room = unsettled.removeFirst();
      unsettled.addLast(room);
      if (settle(room, now)) {
        unsettled.remove(room);
      }
    }
  }

  /** Maps do not shrink by themselves. */
  private synchronized void giveBack() {
    if (unsettled.isEmpty()) {
      unsettled = new LinkedHashSet<>();
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
