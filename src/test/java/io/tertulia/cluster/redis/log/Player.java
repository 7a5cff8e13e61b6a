package io.tertulia.cluster.redis.log;

import io.tertulia.cluster.log.LogServer.Dup;
import io.tertulia.cluster.log.LogServer.Refused;
import io.tertulia.cluster.log.LogServer.Span;
import io.tertulia.cluster.log.LogServer.Stored;
import io.tertulia.cluster.log.LogServer.Unanswered;
import io.tertulia.cluster.log.LogWorld;
import io.tertulia.cluster.log.Talk;
import io.tertulia.cluster.redis.log.SameAnswersProperty.Step;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Direction;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Does to one world what is done to another one alike, and tells what came of it in words from
 * which the times are taken.
 */
final class Player {
  private final LogWorld world;
  private final RoomId room;
  private final Talk talk;
  private final List<Entry> seen = new ArrayList<>();
  private int said;

  Player(LogWorld world, RoomId room) {
    this.world = world;
    this.room = room;
    this.talk = new Talk(world.server(), room);
  }

  String play(Step step) {
    return switch (step.act()) {
      case SAY -> say(step, "m" + said++, null);
      case SAY_AGAIN -> say(step, "m" + step.which() % (said + 1), null);
      case REPLY -> say(step, "m" + said++, "m" + step.which() % (said + 1));
      case TOO_LATE ->
          words(talk.append(known(step), talk.draft("late"), world.server().time() - 60_000));
      case REPAIR -> repair(step);
      case READ -> words(talk.read(query(step)));
      case PROMOTE -> done(world::promote);
      case MANY_MASTERS -> manyMasters();
      case WIPE -> done(world::wipe);
      case REMEMBER -> done(() -> world.remember(room));
      case REWIND -> done(() -> world.rewind(room));
      case FILL -> done(world::fill);
      case DRAIN -> done(world::drain);
      case DEMOTE -> done(world::demote);
    };
  }

  /** The whole log. */
  String all() {
    List<Entry> entries = talk.entries();
    for (Entry entry : entries) {
      if (seen.stream().noneMatch(other -> other.position().equals(entry.position()))) {
        seen.add(entry);
      }
    }
    return words(talk.check()) + words(talk.read(new Query(Direction.AFTER, null, 10_000)));
  }

  private String say(Step step, String mid, @Nullable String replyTo) {
    Draft draft = talk.draft(mid, "ñ text of " + mid, replyTo);
    return words(talk.append(known(step), draft));
  }

  /** From some entry on, also those that are still there. */
  private String repair(Step step) {
    List<Entry> held = seen.subList(step.which() % (seen.size() + 1), seen.size());
    return attempt(() -> talk.repair(known(step), held.toArray(Entry[]::new)));
  }

  /** More than a room remembers. */
  private String manyMasters() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      world.promote();
      all.append(attempt(() -> talk.repair(null)));
    }
    return all.toString();
  }

  private Query query(Step step) {
    Direction direction = step.which() % 2 == 0 ? Direction.AFTER : Direction.BEFORE;
    return new Query(direction, known(step), step.which() % 7);
  }

  /** Mostly where it should be, sometimes elsewhere. */
  private @Nullable Position known(Step step) {
    if (seen.isEmpty() || step.known() == 0) {
      return null;
    }
    Position newest = seen.getLast().position();
    return switch (step.known()) {
      case 1 -> newest.at(newest.seq() + 1);
      case 2 -> newest.at(newest.seq() + 3);
      case 3 -> new Position("stranger", step.which());
      case 4, 5 -> seen.get(step.which() % seen.size()).position();
      default -> newest;
    };
  }

  private interface Asking {
    Object ask();
  }

  private static String attempt(Asking asking) {
    try {
      return words(asking.ask());
    } catch (Talk.Failed failed) {
      return "not answered, sent: " + ((Unanswered) failed.getCause()).wasSent();
    }
  }

  private static String done(Runnable happening) {
    happening.run();
    return "";
  }

  /** Without times and without what Redis alone would say. */
  private static String words(@Nullable Object answer) {
    return switch (answer) {
      case Stored stored -> "stored " + entry(stored.entry());
      case Dup dup -> "dup " + dup.position() + (dup.entry() == null ? "" : entry(dup.entry()));
      case Refused refused -> "refused " + refused.why().contains("READONLY");
      case Span span ->
          "%s floor %d from %d %s"
              .formatted(
                  words(span.lineage()),
                  span.floor(),
                  span.from(),
                  span.entries().stream().map(Player::entry).toList());
      case null -> "nothing";
      default -> answer.toString().replaceAll("time=\\d+", "time");
    };
  }

  private static String entry(Entry entry) {
    String json = Talk.json(entry).replace("\"at\":" + entry.at() + ",", "\"at\":T,");
    return entry.position() + " " + entry.mid() + " " + json;
  }
}
