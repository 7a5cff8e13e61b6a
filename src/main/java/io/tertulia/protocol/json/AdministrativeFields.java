package io.tertulia.protocol.json;

import io.tertulia.protocol.Command;
import java.util.List;

/** The commands about a room's rules and people. */
final class AdministrativeFields {
  /** Seconds: an hour. */
  private static final int SLOWEST = 3_600;

  private static final int TITLE = 100;
  private static final int TOPIC = 250;
  private static final int REASON = 250;

  private static final List<String> READ = List.of("all", "members");
  private static final List<String> SAY = List.of("all", "members", "moderators");
  private static final List<String> ROLES = List.of("owner", "moderator", "member", "none");

  private AdministrativeFields() {}

  static Command read(String type, long id, Fields f) throws Fields.Wrong {
    return switch (type) {
      case "room" ->
          new Command.Room(
              id,
              f.room(),
              f.key(),
              f.oneOf("read", READ),
              f.oneOf("say", SAY),
              f.line("title", TITLE),
              f.line("topic", TOPIC),
              f.seconds("slow", SLOWEST));
      case "grant" -> new Command.Grant(id, f.room(), f.key(), f.user(), role(f));
      case "kick" -> new Command.Kick(id, f.room(), f.key(), f.user(), f.line("reason", REASON));
      case "mute" ->
          new Command.Mute(id, f.room(), f.key(), f.user(), f.time(), f.line("reason", REASON));
      case "ban" ->
          new Command.Ban(id, f.room(), f.key(), f.user(), f.time(), f.line("reason", REASON));
      case "policy" -> new Command.Policy(id, f.room());
      default -> throw new IllegalArgumentException("no such command: " + type);
    };
  }

  private static String role(Fields f) throws Fields.Wrong {
    String role = f.oneOf("role", ROLES);
    if (role == null) {
      throw f.wrong("role", "role must be one of " + String.join(", ", ROLES) + ".");
    }
    return role;
  }
}
