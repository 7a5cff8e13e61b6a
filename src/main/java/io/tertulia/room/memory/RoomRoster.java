package io.tertulia.room.memory;

import io.tertulia.protocol.Event;
import io.tertulia.room.Identity;
import io.tertulia.room.Presence.Roster;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who is in one room. Guarded by the lock of {@link MemoryPresence}. */
final class RoomRoster {
  /** Members by id, the longest there first. */
  private final Map<String, Member> members = new LinkedHashMap<>();

  private final Map<String, Event.From> joined = new LinkedHashMap<>();
  private final Map<String, Event.From> left = new LinkedHashMap<>();

  /** When the oldest change was made that was not yet told. */
  private long changedAt;

  private static final class Member {
    private Event.From from;
    private int connections = 1;

    /** When the last connection went, while there is none. */
    private long awaySince;

    private Member(Event.From from) {
      this.from = from;
    }
  }

  /** What to tell the room. */
  record Change(int count, List<Event.From> joined, List<Event.From> left) {}

  void enter(Identity who, long now) {
    Member member = members.get(who.id());
    if (member == null) {
      members.put(who.id(), new Member(who.from()));
      join(who.from(), now);
      return;
    }
    member.connections++;
    if (!member.from.equals(who.from())) {
      member.from = who.from();
      join(who.from(), now);
    }
  }

  void leave(Identity who, long now) {
    Member member = members.get(who.id());
    if (member != null && member.connections > 0 && --member.connections == 0) {
      member.awaySince = now;
    }
  }

  /** Members without a connection since before {@code then} have left. */
  void sendAway(long then) {
    members
        .values()
        .removeIf(
            member -> {
              boolean gone = member.connections == 0 && member.awaySince <= then;
              if (gone) {
                part(member.from, member.awaySince);
              }
              return gone;
            });
  }

  /**
   * The changes since the last call, null when there are none or the oldest is younger than {@code
   * then}.
   */
  @Nullable Change change(long then) {
    if (isTold() || changedAt > then) {
      return null;
    }
    Change change =
        new Change(members.size(), List.copyOf(joined.values()), List.copyOf(left.values()));
    joined.clear();
    left.clear();
    return change;
  }

  Roster first(int most) {
    List<Event.From> first = new ArrayList<>();
    for (Member member : members.values()) {
      if (first.size() == most) {
        break;
      }
      first.add(member.from);
    }
    return new Roster(members.size(), first);
  }

  boolean isEmpty() {
    return members.isEmpty() && isTold();
  }

  /** Whether nothing will change by itself. */
  boolean isSettled() {
    return isTold() && members.values().stream().allMatch(member -> member.connections > 0);
  }

  private boolean isTold() {
    return joined.isEmpty() && left.isEmpty();
  }

  private void join(Event.From from, long now) {
    startChange(now);
    if (left.remove(from.id()) == null) {
      joined.put(from.id(), from);
    }
  }

  private void part(Event.From from, long now) {
    startChange(now);
    if (joined.remove(from.id()) == null) {
      left.put(from.id(), from);
    }
  }

  private void startChange(long now) {
    if (isTold()) {
      changedAt = now;
    }
  }
}
