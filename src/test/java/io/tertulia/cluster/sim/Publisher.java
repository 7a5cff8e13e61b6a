package io.tertulia.cluster.sim;

import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.members.Authority;
import io.tertulia.room.overlay.Written;
import java.util.ArrayList;
import java.util.List;

/** What people in the world say, and do to what they said. */
final class Publisher {
  private static final List<String> PEOPLE = List.of("ana", "bo", "cy");
  private static final List<String> EMOJI = List.of("👍", "🎉", "👀");

  /** Messages that are not older than so many others. */
  private static final int RECENT = 12;

  private final World world;
  private final List<Said> said = new ArrayList<>();

  private record Said(String mid, Written by) {}

  Publisher(World world) {
    this.world = world;
  }

  /** Mostly something new. */
  Draft next() {
    Written who = new Written(World.ROOM, Authority.of(any(PEOPLE)));
    String mid = world.name("m");
    int act = world.random.nextInt(10);
    if (said.isEmpty() || act < 5) {
      return say(mid, who);
    }
    Said message =
        said.get((int) world.between(Math.max(0, said.size() - RECENT), said.size() - 1));
    return switch (act) {
      case 5 -> {
        said.add(new Said(mid, who));
        yield named(mid, who.reply(message.mid, word(mid)));
      }
      case 6 -> named(mid, message.by.edit(message.mid, word(message.mid) + mid));
      case 7 -> named(mid, message.by.delete(message.mid));
      default -> named(mid, who.react(message.mid, some()));
    };
  }

  Draft say(String mid) {
    return say(mid, new Written(World.ROOM, Authority.of(PEOPLE.getFirst())));
  }

  private Draft say(String mid, Written who) {
    said.add(new Said(mid, who));
    return named(mid, who.say(word(mid)));
  }

  /** What stands in a message, and in nothing else. */
  static String word(String mid) {
    return "<" + mid + ">";
  }

  private static Draft named(String mid, Draft draft) {
    String tail = draft.tail().replace(draft.mid(), mid);
    return new Draft(mid, draft.head(), tail, null).needing(draft.needs()).by(draft.warrant());
  }

  private String[] some() {
    return EMOJI.stream().filter(emoji -> world.random.nextInt(3) == 0).toArray(String[]::new);
  }

  private <T> T any(List<T> all) {
    return all.get(world.random.nextInt(all.size()));
  }
}
