package io.tertulia.room.memory;

import io.tertulia.protocol.Event;
import io.tertulia.room.Identity;
import io.tertulia.room.Presence.Roster;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who is in one room, and what the room was told of it. Guarded by {@link MemoryPresence}. */
final class RoomRoster {
  /** By id, the longest there first. */
  private final Map<String, Member> members = new LinkedHashMap<>();

  /** Members without a connection, the longest away first. */
  private final Map<String, Member> away = new LinkedHashMap<>();

  /** Those of whom the room was told something else than what is true, or nothing. */
  private final Map<String, Member> changed = new LinkedHashMap<>();

  /** When the first of them changed. */
  private long changedAt;

  private static final class Member {
    private Event.From from;
    private int connections;
    private long awaySince;
    private boolean gone;

    /** What the room knows of it: null for nothing. */
    private Event.@Nullable From told;

    private Member(Event.From from) {
      this.from = from;
    }
  }

  /** What to tell the room. */
  record Change(int count, List<Event.From> joined, List<Event.From> left) {}

  void enter(Identity who, long now) {
    Member member = members.get(who.id());
    if (member == null) {
      member = changed.getOrDefault(who.id(), new Member(who.from()));
      members.put(who.id(), member);
    }
    away.remove(who.id());
    member.connections++;
    member.gone = false;
    member.from = who.from();
    change(member, now);
  }

  void leave(Identity who, long now) {
    Member member = members.get(who.id());
    if (member != null && member.connections > 0 && --member.connections == 0) {
      member.awaySince = now;
      away.put(who.id(), member);
    }
  }

  /** Members without a connection since before {@code then} have left. */
  void sendAway(long then) {
    Iterator<Member> longest = away.values().iterator();
    while (longest.hasNext()) {
      Member member = longest.next();
      if (member.awaySince > then) {
        return;
      }
      longest.remove();
      members.remove(member.from.id());
      member.gone = true;
      change(member, member.awaySince);
    }
  }

  /** What the room does not know yet; null when it is nothing, or younger than {@code then}. */
  @Nullable Change news(long then) {
    if (changed.isEmpty() || changedAt > then) {
      return null;
    }
    List<Event.From> joined = new ArrayList<>();
    List<Event.From> left = new ArrayList<>();
    for (Member member : changed.values()) {
      Event.From known = member.told;
      if (!member.gone) {
        joined.add(member.from);
        member.told = member.from;
      } else if (known != null) {
        left.add(known);
      }
    }
    changed.clear();
    return new Change(members.size(), joined, left);
  }

  Roster first(int most) {
    return new Roster(
        members.size(), members.values().stream().limit(most).map(member -> member.from).toList());
  }

  int count() {
    return members.size();
  }

  boolean isEmpty() {
    return members.isEmpty() && changed.isEmpty();
  }

  /** Whether nothing will change by itself. */
  boolean isSettled() {
    return changed.isEmpty() && away.isEmpty();
  }

  private void change(Member member, long now) {
    String id = member.from.id();
    boolean known = member.gone ? member.told == null : member.from.equals(member.told);
    if (known) {
      changed.remove(id);
      return;
    }
    if (changed.isEmpty()) {
      changedAt = now;
    }
    changed.put(id, member);
  }
}
