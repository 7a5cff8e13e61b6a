package io.tertulia.cluster.redis.log.costs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.cluster.log.LogServer.Append;
import io.tertulia.cluster.log.LogServer.Stored;
import io.tertulia.cluster.log.Talk;
import io.tertulia.cluster.redis.log.LogLimits;
import io.tertulia.cluster.redis.log.RedisWorld;
import io.tertulia.redis.NodeRights;
import io.tertulia.redis.RedisServer;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.MessageLog.View;
import io.tertulia.room.RoomId;
import io.tertulia.room.members.Authority;
import io.tertulia.room.overlay.Written;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What messages that live cost Redis: microseconds per call, as Redis counts them, and bytes.
 * Prints a table; for figures worth keeping {@code ./mvnw test -Dtest=AmendmentCostsTest
 * -Dcosts=20000}.
 */
class AmendmentCostsTest {
  private static final int CALLS = Integer.getInteger("costs", 300);
  private static final int BELOW = Math.min(5000, CALLS);
  private static final int DELETIONS = Math.min(200, CALLS);
  private static final int PAGE = 50;
  private static final Pattern SPENT = Pattern.compile("cmdstat_evalsha:calls=(\\d+),usec=(\\d+)");
  private static final Pattern MEMORY = Pattern.compile("used_memory:(\\d+)");

  private final Map<String, Double> figures = new LinkedHashMap<>();
  private Vertx vertx;
  private RedisServer redis;
  private RedisWorld world;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    redis = RedisServer.start(NodeRights.options(RedisWorld.NAMES.prefix()));
    world = new RedisWorld(vertx, redis, limits(200_000));
  }

  @AfterEach
  void stop() {
    world.close();
    redis.close();
    vertx.close();
  }

  private static LogLimits limits(int entries) {
    return new LogLimits(entries, Duration.ofHours(1), 1 << 28, Duration.ofMinutes(10));
  }

  @Test
  void what_messages_that_live_cost() {
    appends();
    deletions();
    pages();
    trims();
    memory();
    figures.forEach((what, figure) -> System.out.printf("%8.2f  %s%n", figure, what));
    double say = figures.get("us: say");
    assertThat(figures.get("us: say where something lies beside others")).isLessThan(3 * say);
    assertThat(figures.get("us: react")).isLessThan(10 * say);
    assertThat(figures.get("us: edit")).isLessThan(10 * say);
    assertThat(figures.get("bytes: a reaction, beside its entry")).isLessThan(300);
  }

  private void appends() {
    Room room = new Room("appends");
    measure("say", CALLS, i -> room.say());
    List<Draft> said = room.said(CALLS, 1);
    measure("edit", CALLS, i -> room.store(room.who.edit(said.get(i).mid(), text())));
    measure("react", CALLS, i -> room.store(room.who.react(said.get(i).mid(), "👍")));
    measure("reply in a thread", CALLS, i -> room.store(room.who.reply(said.get(i).mid(), text())));
    measure("say where something lies beside others", CALLS, i -> room.say());
  }

  private void deletions() {
    Room room = new Room("deletions");
    double spent = 0;
    for (int i = 0; i < DELETIONS; i++) {
      Draft draft = room.said(20, 0).getLast();
      double before = spent()[1];
      room.delete(draft);
      spent += spent()[1] - before;
    }
    figures.put("us: delete at the top", spent / DELETIONS);
    Room deep = new Room("deep");
    List<Draft> said = deep.said(BELOW + DELETIONS, 0);
    measure(
        "delete, " + BELOW + " entries below the top",
        Math.min(20, DELETIONS),
        i -> deep.delete(said.get(i)));
  }

  private void pages() {
    Room room = new Room("pages");
    List<Draft> said = room.said(CALLS, 0);
    Query page = Query.newest(PAGE);
    measure("read " + PAGE + ", nothing beside", CALLS, i -> room.read(page.as(View.MESSAGES)));
    said.forEach(draft -> room.store(room.who.edit(draft.mid(), text())));
    said.forEach(draft -> room.store(room.who.react(draft.mid(), "👍", "🎉")));
    room.said(1, 0);
    measure("read " + PAGE + " as stored", CALLS, i -> room.read(page));
    Room all = new Room("edited");
    List<Draft> edited = new ArrayList<>(all.said(PAGE, 0));
    edited.forEach(draft -> all.store(all.who.edit(draft.mid(), text())));
    edited.forEach(draft -> all.store(all.who.react(draft.mid(), "👍", "🎉")));
    measure(
        "read " + PAGE + " edited and reacted to", CALLS, i -> all.read(page.as(View.MESSAGES)));
  }

  private void trims() {
    world.close();
    world = new RedisWorld(vertx, redis, limits(100));
    Room plain = new Room("plain");
    plain.said(100, 0);
    measure("say where it pushes one out", CALLS, i -> plain.say());
    Room room = new Room("trims");
    room.said(100, 2);
    measure("say where it pushes out one with an overlay, half the time", 100, i -> room.say());
  }

  private void memory() {
    world.close();
    world = new RedisWorld(vertx, redis, limits(200_000));
    Room room = new Room("memory");
    Draft message = room.said(1, 0).getFirst();
    double before = memoryUsed();
    double beside = beside(room.id);
    for (int i = 0; i < CALLS; i++) {
      Written one = new Written(room.id, Authority.of("person-" + i));
      room.store(one.react(message.mid(), "👍"));
    }
    figures.put("bytes: a reaction, beside its entry", (beside(room.id) - beside) / CALLS);
    figures.put("bytes: a reaction in all", (memoryUsed() - before) / CALLS);
  }

  private void measure(String what, int calls, IntConsumer act) {
    double[] before = spent();
    for (int i = 0; i < calls; i++) {
      act.accept(i);
    }
    double[] after = spent();
    figures.put("us: " + what, (after[1] - before[1]) / (after[0] - before[0]));
  }

  private double[] spent() {
    Matcher found = SPENT.matcher((String) world.ask("INFO", "commandstats"));
    return found.find()
        ? new double[] {Double.parseDouble(found.group(1)), Double.parseDouble(found.group(2))}
        : new double[2];
  }

  private double memoryUsed() {
    Matcher found = MEMORY.matcher((String) world.ask("INFO", "memory"));
    assertThat(found.find()).isTrue();
    return Double.parseDouble(found.group(1));
  }

  private double beside(RoomId room) {
    double all = 0;
    for (String key : RedisWorld.keys(room).subList(4, 7)) {
      all += world.ask("MEMORY", "USAGE", key, "SAMPLES", "0") instanceof Long bytes ? bytes : 0;
    }
    return all;
  }

  private static String text() {
    return "x".repeat(100);
  }

  /** A room in which one person does everything. */
  private final class Room {
    private final RoomId id;
    private final Written who;
    private final Talk talk;

    Room(String name) {
      id = new RoomId(name);
      who = new Written(id, Authority.of("ana"));
      talk = new Talk(world.server(), id);
    }

    /** As in a room without rules. */
    void store(Draft draft) {
      long soon = world.server().time() + 60_000;
      Append append = new Append(id, null, talk.nonce(), soon, draft, false);
      assertThat(Talk.answer(world.server().append(append))).isInstanceOf(Stored.class);
    }

    Draft say() {
      Draft draft = who.say(text());
      store(draft);
      return draft;
    }

    /**
     * @param reacted each so-manieth is reacted to, none for 0
     */
    List<Draft> said(int count, int reacted) {
      List<Draft> said = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        said.add(say());
        if (reacted > 1 && i % reacted == 0) {
          store(who.react(said.getLast().mid(), "👍"));
        }
      }
      return said;
    }

    void delete(Draft draft) {
      store(who.delete(draft.mid()));
    }

    void read(Query query) {
      assertThat(talk.read(query).entries()).isNotEmpty();
    }
  }
}
