package io.tertulia.cluster.redis.log;

import io.tertulia.format.reading.ChangeReader;
import io.tertulia.protocol.Event;
import io.tertulia.room.Entry;
import io.tertulia.room.members.Role;
import org.jspecify.annotations.Nullable;

/** What an entry had changed of its room, as repair.lua is told of it. */
final class ChangeWords {
  private ChangeWords() {}

  /** Empty when it had changed nothing. */
  static String of(Entry entry) {
    return switch (ChangeReader.read(entry.json())) {
      case Event.RoomChanged room ->
          String.join(
              "\n",
              "ROOM",
              room.read(),
              room.say(),
              String.valueOf(room.slow()),
              room.owner() == null ? "" : room.owner(),
              room.title(),
              room.topic());
      case Event.MemberChanged member when !member.kicked() ->
          String.join(
              "\n",
              "PERSON",
              member.user(),
              role(member.role()),
              end(member.muted(), member.until()),
              end(member.banned(), member.until()));
      case null, default -> "";
    };
  }

  private static String role(@Nullable String word) {
    Role role = word == null ? null : Role.parse(word);
    return role == null ? "" : String.valueOf(role.rank());
  }

  private static String end(@Nullable Boolean on, long until) {
    return on == null ? "" : on ? String.valueOf(until) : "0";
  }
}
