package io.tertulia.room.overlay;

import io.tertulia.room.MessageLog;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.RoomId;
import io.tertulia.room.Waiting;
import io.tertulia.room.members.Authority;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** A few people who say things, and change them, at random. */
public final class History {
  private static final List<String> PEOPLE = List.of("ana", "bo", "cy");
  private static final List<String> EMOJI = List.of("👍", "🎉", "👀", "❤️");

  private final RandomGenerator random;
  private final RoomId room;
  private final List<Said> said = new ArrayList<>();
  private int words;

  private record Said(String mid, Written by) {}

  public History(RandomGenerator random, RoomId room) {
    this.random = random;
    this.room = room;
  }

  /** So many things more; what is refused is, too. */
  public void go(MessageLog log, int steps) {
    for (int i = 0; i < steps; i++) {
      Waiting.get(log.append(room, next()));
    }
  }

  /** What somebody does next, mostly something that may be done. */
  public Draft next() {
    Written who = new Written(room, Authority.of(any(PEOPLE)));
    int act = random.nextInt(10);
    if (said.isEmpty() || act < 3) {
      return say(who, who.say("word" + words++));
    }
    Said message = said.get(random.nextInt(Math.max(0, said.size() - 12), said.size()));
    return switch (act) {
      case 3 -> say(who, who.reply(message.mid, "reply" + words++));
      case 4, 5 -> message.by.edit(message.mid, "edit" + words++);
      case 6 -> message.by.delete(message.mid);
      default -> who.react(message.mid, some());
    };
  }

  private Draft say(Written who, Draft draft) {
    said.add(new Said(draft.mid(), who));
    return draft;
  }

  private String[] some() {
    return EMOJI.stream().filter(emoji -> random.nextInt(3) == 0).toArray(String[]::new);
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
