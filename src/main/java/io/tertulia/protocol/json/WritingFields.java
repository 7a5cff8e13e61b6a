package io.tertulia.protocol.json;

import io.tertulia.protocol.Body;
import io.tertulia.protocol.Command;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Links;
import io.tertulia.protocol.Shapes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The commands that become entries of a room's log: messages, and what changes them. */
final class WritingFields {
  private static final int MENTIONS = 50;
  private static final int REASON = 250;

  /** The largest whole number that every client can write. */
  private static final long MOST = (1L << 53) - 1;

  private WritingFields() {}

  static Command read(String type, long id, Fields f) throws Fields.Wrong {
    return switch (type) {
      case "say" -> say(id, f);
      case "append" -> new Command.Append(id, f.room(), mid(f), at(f), f.part("text", false));
      case "finish" -> new Command.Finish(id, f.room(), f.key(), mid(f), status(f));
      case "edit" -> new Command.Edit(id, f.room(), f.key(), mid(f), f.body());
      case "delete" -> new Command.Delete(id, f.room(), f.key(), mid(f), f.line("reason", REASON));
      case "react" -> new Command.React(id, f.room(), f.key(), mid(f), set(f));
      default -> throw new IllegalArgumentException("no such command: " + type);
    };
  }

  private static Command say(long id, Fields f) throws Fields.Wrong {
    boolean grow = f.has("grow") && f.bool("grow");
    return new Command.Say(id, f.room(), f.key(), grow ? growing(f) : f.body(), links(f), grow);
  }

  private static Body growing(Fields f) throws Fields.Wrong {
    if (f.has("data")) {
      throw f.wrong("data", "Only text grows: give text, or nothing yet.");
    }
    return new Body.Text(f.part("text", true));
  }

  private static long at(Fields f) throws Fields.Wrong {
    Long at = f.number("at", MOST);
    if (at == null) {
      throw f.wrong("at", "at is missing: say how many bytes of the text stand before this.");
    }
    return at;
  }

  private static String status(Fields f) throws Fields.Wrong {
    String status = f.oneOf("status", List.of("done", "cancelled"));
    if (status == null) {
      throw f.wrong("status", "status is missing: say done or cancelled.");
    }
    return status;
  }

  private static Links links(Fields f) throws Fields.Wrong {
    boolean room = f.oneOf("notify", List.of("room")) != null;
    return new Links(f.mid("replyTo"), f.mid("thread"), mentions(f), room);
  }

  private static List<String> mentions(Fields f) throws Fields.Wrong {
    Set<String> mentions = new LinkedHashSet<>(f.strings("mentions"));
    if (mentions.size() > MENTIONS) {
      throw f.wrong(
          "mentions", "mentions must be at most " + MENTIONS + " people: notify the room instead.");
    }
    for (String user : mentions) {
      if (!Shapes.isUser(user)) {
        throw f.wrong("mentions", "mentions must be ids of people, as from.id has them.");
      }
    }
    return List.copyOf(mentions);
  }

  private static String mid(Fields f) throws Fields.Wrong {
    String mid = f.mid("mid");
    if (mid == null) {
      throw f.wrong("mid", "mid is missing: say which message is meant.");
    }
    return mid;
  }

  /** Emoji, each once, in the order in which they were first written. */
  private static List<String> set(Fields f) throws Fields.Wrong {
    if (!f.has("set")) {
      throw f.wrong("set", "set is missing: give all your reactions, [] for none.");
    }
    Set<String> set = new LinkedHashSet<>();
    for (String word : f.strings("set")) {
      String emoji = Shapes.emoji(word);
      if (emoji == null) {
        throw f.wrong("set", "set must hold emoji, one in each string.");
      }
      if (set.add(emoji) && set.size() > Command.React.MOST) {
        throw new Fields.Wrong(
            ErrorCode.TOO_MANY_REACTIONS,
            "set",
            "set holds more than " + Command.React.MOST + " emoji: take some of them back.");
      }
    }
    return List.copyOf(set);
  }
}
