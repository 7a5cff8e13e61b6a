package io.tertulia.protocol.json;

import io.tertulia.protocol.Command;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Refusals;
import io.tertulia.protocol.Shapes;
import java.util.List;

/** Reads the commands about one's own rooms. */
final class MineFields {
  private static final long LARGEST = (1L << 53) - 1;

  private MineFields() {}

  static Command read(String type, long id, Fields f) throws Fields.Wrong {
    return switch (type) {
      case "read" -> new Command.Read(id, f.room(), seq(f));
      case "got" -> new Command.Got(id, f.room(), seq(f));
      case "follow" ->
          f.bool("on") ? new Command.Follow(id, f.room()) : new Command.Unfollow(id, f.room());
      case "notify" -> new Command.Notify(id, f.room(), level(f));
      case "dm" -> new Command.Direct(id, f.user());
      case "block" -> new Command.Block(id, f.user(), f.bool("on"));
      case "inbox" -> inbox(id, f);
      default -> throw new IllegalArgumentException("no such command: " + type);
    };
  }

  private static long seq(Fields f) throws Fields.Wrong {
    Long seq = f.number("seq", LARGEST);
    if (seq == null || seq == 0) {
      throw f.wrong("seq", "seq must be that of an entry of the room, 1 or more.");
    }
    return seq;
  }

  private static String level(Fields f) throws Fields.Wrong {
    String level = f.oneOf("level", List.of("all", "mentions", "none"));
    if (level == null) {
      throw f.wrong("level", "level must be all, mentions or none.");
    }
    return level;
  }

  private static Command inbox(long id, Fields f) throws Fields.Wrong {
    String after = f.string("after");
    if (after != null && !Shapes.isRoom(after)) {
      throw new Fields.Wrong(ErrorCode.ROOM_INVALID, "after", Refusals.ROOM);
    }
    return new Command.Inbox(id, f.has("watch") ? (Boolean) f.bool("watch") : null, after);
  }
}
