package io.tertulia.cluster.sim;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Appended;
import io.tertulia.room.MessageLog.Direction;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.MessageLog.Refused;
import io.tertulia.room.MessageLog.Stored;
import io.tertulia.room.MessageLog.Unchanged;
import io.tertulia.room.MessageLog.View;
import io.tertulia.room.Position;
import io.tertulia.room.members.Authority;
import io.tertulia.room.overlay.FoldingReader;
import io.tertulia.room.overlay.Written;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One minute of a cluster: people talk, faults strike, then it is quiet and everything is judged.
 */
final class Run {
  private static final int QUIET = 45_000;
  private static final int PROBE = 62_000;
  private static final int SOON = 150;

  /** Answers after which nothing is stored. */
  private static final Set<Integer> SURELY =
      Stream.of(ErrorCode.UNAVAILABLE, ErrorCode.FORBIDDEN, ErrorCode.GONE)
          .map(ErrorCode::code)
          .collect(Collectors.toSet());

  private final World world;
  private final Publisher publisher;
  private final List<Fault> faults;
  private final List<SimMember> members = new ArrayList<>();
  private final Map<String, SimNode> holders = new HashMap<>();
  private final Map<String, Position> firsts = new HashMap<>();

  Run(long seed, List<Fault> faults) {
    this.world = new World(seed);
    this.publisher = new Publisher(world);
    this.faults = faults;
    long count = world.between(2, 5);
    for (int i = 0; i < count; i++) {
      members.add(new SimMember(world, "member-" + i));
    }
  }

  Truth go() {
    world.at(300, this::publish);
    world.at(2_000, this::wander);
    world.at(1_000, this::look);
    long strikes = world.between(1, faults.size() == 1 ? 3 : 6);
    for (int i = 0; i < strikes; i++) {
      Fault fault = faults.get(world.random.nextInt(faults.size()));
      world.at(world.between(2_000, QUIET), () -> strike(fault));
    }
    world.run(PROBE);
    judge();
    nodes();
    say(publisher.say(world.name("m")), "probe", false);
    world.run(PROBE + SOON);
    String probe = holders.keySet().stream().filter(this::isProbe).findFirst().orElse("none");
    for (SimMember member : members) {
      if (!member.shows(probe)) {
        world.truth.complain("what is said when all is well did not arrive at once");
      }
    }
    return world.truth;
  }

  private boolean isProbe(String mid) {
    return world.truth.answers.getOrDefault(mid + " probe", List.of()).contains(0);
  }

  private void strike(Fault fault) {
    List<SimNode> before = List.copyOf(world.nodes);
    fault.strike(world);
    before.stream()
        .filter(SimNode::isDead)
        .forEach(dead -> members.stream().filter(m -> m.isOn(dead)).forEach(SimMember::leave));
  }

  private void publish() {
    if (world.now() < QUIET) {
      long burst = world.random.nextInt(5) == 0 ? world.between(2, 6) : 1;
      for (int i = 0; i < burst; i++) {
        say(publisher.next(), "", world.random.nextBoolean());
      }
      world.at(world.between(50, 1_500), this::publish);
    }
  }

  private void say(Draft draft, String note, boolean again) {
    SimNode node = world.anyNode();
    node.at(
        1,
        () ->
            node.log()
                .append(World.ROOM, draft)
                .thenAccept(answer -> answered(draft, note, node, answer, again)));
  }

  private void answered(Draft draft, String note, SimNode node, Appended answer, boolean again) {
    String mid = draft.mid();
    int code = answer instanceof Refused no ? no.code().code() : 0;
    if (answer instanceof Unchanged) {
      return;
    }
    world.truth.answered(mid, code);
    if (answer instanceof Stored stored) {
      holders.put(mid, node);
      if (!stored.dup() && stored.position().equals(firsts.put(mid, stored.position()))) {
        world.truth.complain(mid + " was acknowledged as new twice");
      }
      if (!note.isEmpty()) {
        world.truth.answered(mid + " " + note, 0);
      }
      if (again && world.random.nextInt(4) == 0 && world.now() < QUIET) {
        // The ack was lost on its way to the client.
        world.at(world.between(10, 800), () -> say(draft, note, false));
      }
    } else if (again && world.now() < QUIET) {
      world.at(world.between(10, 800), () -> say(draft, note, world.random.nextBoolean()));
    }
  }

  /** Members read a page now and then, besides. */
  private void look() {
    members.get(world.random.nextInt(members.size())).look();
    if (world.now() < QUIET) {
      world.at(world.between(200, 4_000), this::look);
    }
  }

  /** Members change nodes now and then; in the end all are in. */
  private void wander() {
    if (world.now() < QUIET) {
      members.get(world.random.nextInt(members.size())).leave();
      world.at(world.between(800, 6_000), this::wander);
    }
  }

  private void judge() {
    List<Entry> log = world.redis().model().all(World.ROOM);
    Set<String> mids = log.stream().map(Entry::mid).collect(Collectors.toSet());
    members.forEach(member -> member.judge(log));
    Map<String, JsonNode> now = shown();
    members.forEach(member -> member.judge(now));
    nothingIsLeft(log, now);
    Truth truth = world.truth;
    truth.answers.forEach(
        (mid, codes) -> {
          SimNode holder = holders.get(mid);
          if (holder != null && !holder.isDead() && !mids.contains(mid)) {
            truth.complain(mid + " was acknowledged by a node that lives, and is lost");
          }
          boolean refused = SURELY.containsAll(codes);
          if (refused && mids.contains(mid)) {
            truth.complain(mid + " was refused as surely not stored, and is stored");
          }
        });
  }

  private Map<String, JsonNode> shown() {
    Query all = new Query(Direction.BEFORE, null, 10_000, Long.MAX_VALUE, View.MESSAGES);
    return byMid(world.redis().model().read(World.ROOM, all).shown());
  }

  private static Map<String, JsonNode> byMid(List<Entry> entries) {
    return entries.stream().collect(Collectors.toMap(Entry::mid, FoldingReader::parse));
  }

  private void nothingIsLeft(List<Entry> log, Map<String, JsonNode> now) {
    now.forEach(
        (mid, message) -> {
          String word = Publisher.word(mid);
          if (message.has("deleted")
              && log.stream().anyMatch(e -> new String(e.json(), UTF_8).contains(word))) {
            world.truth.complain(mid + " was deleted, and is there");
          }
        });
  }

  /** Whatever node is asked, it shows what the log does. */
  private void nodes() {
    Map<String, JsonNode> now = shown();
    Query newest = new Query(Direction.BEFORE, null, 30, Long.MAX_VALUE, View.MESSAGES);
    for (SimNode node : world.nodes) {
      node.at(
          0,
          () ->
              node.log()
                  .read(World.ROOM, newest)
                  .thenAccept(
                      page ->
                          byMid(page.entries())
                              .forEach(
                                  (mid, message) -> {
                                    if (!message.equals(now.getOrDefault(mid, message))) {
                                      world.truth.complain(
                                          "a node shows " + message + " and not " + now.get(mid));
                                    }
                                  })));
    }
  }

  /** What people in the world say, and do to what they said. */
  static final class Publisher {
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
}
