package io.tertulia.cluster.redis.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.cluster.log.AmendmentContract;
import io.tertulia.cluster.log.EntryBytes;
import io.tertulia.cluster.log.LogServer.Dup;
import io.tertulia.cluster.log.LogServer.Lost;
import io.tertulia.cluster.log.LogServer.Refused;
import io.tertulia.cluster.log.LogServer.Stored;
import io.tertulia.cluster.log.LogWorld;
import io.tertulia.cluster.log.Talk;
import io.tertulia.redis.NodeRights;
import io.tertulia.redis.RedisBinary;
import io.tertulia.redis.RedisServer;
import io.tertulia.room.Entry;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What only a real Redis can show; behind the contract of every log. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class RedisLogServerContract extends AmendmentContract {
  static final RoomKeys KEYS = RoomKeys.of(RedisWorld.NAMES, ROOM);

  private final RedisBinary binary;
  Vertx vertx;
  RedisServer redis;

  RedisLogServerContract(RedisBinary binary) {
    this.binary = binary;
  }

  @BeforeAll
  void startRedis() {
    vertx = Vertx.vertx();
    redis =
        RedisServer.start(
            binary,
            NodeRights.options(
                RedisWorld.NAMES.prefix(), "--appendonly", "yes", "--appendfsync", "always"));
  }

  @AfterAll
  void stopRedis() {
    redis.close();
    vertx.close();
  }

  @Override
  protected LogWorld open(LogLimits limits) {
    redis.ask("FLUSHALL");
    return new RedisWorld(vertx, redis, limits);
  }

  RedisWorld here() {
    return (RedisWorld) world;
  }

  @Test
  void a_restart_is_another_mastership() {
    Entry before = talk.say("a");
    redis.kill();
    redis.startAgain();
    world = new RedisWorld(vertx, redis, PLENTY);
    Talk after = new Talk(world.server(), ROOM);
    after.nonce();

    assertThat(after.append(before.position(), after.draft("b"))).isInstanceOf(Stored.class);
    assertThat(after.entries())
        .extracting(Entry::mid)
        .containsExactly("a", "epoch001epoch001", "b");
  }

  @Test
  void what_is_stored_is_what_is_published() throws Exception {
    BlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();
    DirectCalls ear = new DirectCalls(vertx, redis.url());
    ear.connection()
        .handler(
            push -> {
              if (push.get(0).toString().equals("message")) {
                heard.add(push.get(2).toBytes());
              }
            });
    ear.call(Request.cmd(Command.SUBSCRIBE).arg(KEYS.channel()));
    Entry first = talk.say("a");
    world.promote();
    Entry last = talk.say("b");

    Entry published = EntryBytes.parse(heard.poll(20, TimeUnit.SECONDS));
    Entry epoch = EntryBytes.parse(heard.poll(20, TimeUnit.SECONDS));
    Entry after = EntryBytes.parse(heard.poll(20, TimeUnit.SECONDS));
    ear.close();

    assertThat(List.of(published, epoch, after))
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyElementsOf(talk.entries());
    assertThat(published).usingRecursiveComparison().isEqualTo(first);
    assertThat(after).usingRecursiveComparison().isEqualTo(last);
  }

  @Test
  void without_the_meta_what_else_is_left_of_a_room_is_dropped() {
    Entry before = talk.say("a");
    talk.say("b");
    here().ask("DEL", KEYS.meta());

    assertThat(talk.append(before.position(), talk.draft("a"))).isInstanceOf(Lost.class);
    assertThat(here().ask("EXISTS", KEYS.stream(), KEYS.even(), KEYS.odd())).isEqualTo(0L);
    assertThat(talk.say("a").position().seq()).isEqualTo(1);
  }

  @Test
  void a_meta_behind_the_stream_is_dropped_with_all_of_the_room() {
    talk.say("a");
    here().ask("COPY", KEYS.meta(), KEYS.meta() + "-old");
    Entry last = talk.say("b");
    talk.say("c");
    here().ask("COPY", KEYS.meta() + "-old", KEYS.meta(), "REPLACE");

    assertThat(talk.entries()).extracting(Entry::mid).containsExactly("a");
    assertThat(talk.append(null, talk.draft("d"))).isInstanceOf(Stored.class);
    assertThat(talk.entries()).extracting(Entry::mid).containsExactly("d");
    assertThat(talk.append(last.position(), talk.draft("e"))).isInstanceOf(Lost.class);
    assertThat(talk.repair(null, last).repaired()).isEqualTo(1);
  }

  @Test
  void a_meta_behind_the_stream_under_another_mastership_is_dropped_too() {
    Entry first = talk.say("a");
    here().ask("COPY", KEYS.meta(), KEYS.meta() + "-old");
    Entry last = talk.say("b");
    here().ask("COPY", KEYS.meta() + "-old", KEYS.meta(), "REPLACE");
    world.promote();

    assertThat(talk.repair(last.position(), first, last).repaired()).isEqualTo(2);
    assertThat(talk.entries()).extracting(Entry::mid).containsExactly("a", "b");
    assertThat(talk.append(null, talk.draft("b"))).isInstanceOf(Dup.class);
  }

  @Test
  void time_does_not_go_back_in_a_room_when_the_clock_does() {
    Entry before = talk.say("a");
    long ahead = before.at() + 60_000;
    here().ask("HSET", KEYS.meta(), "at", "" + ahead);

    assertThat(talk.say("b").at()).isEqualTo(ahead);
    world.promote();
    assertThat(talk.repair(null).lineage().forks().getLast().time()).isEqualTo(ahead);
  }

  @Test
  void a_script_that_redis_does_not_know_is_refused_and_loaded_again() {
    here().ask("SCRIPT", "FLUSH");

    assertThat(talk.append(null, talk.draft("a")))
        .isInstanceOfSatisfying(Refused.class, no -> assertThat(no.why()).contains("NOSCRIPT"));
    assertThat(talk.append(null, talk.draft("a"))).isInstanceOf(Stored.class);
  }

  @Test
  void a_refused_call_does_not_touch_the_others_of_its_batch() {
    world.fill();
    Scripts scripts = new Scripts(PLENTY);
    List<Request> batch =
        List.of(append(scripts, "a"), Request.cmd(Command.PING).arg("hello"), append(scripts, "b"));

    List<String> answers = here().calls().batch(batch);

    assertThat(answers).hasSize(3);
    assertThat(answers.get(0)).startsWith("[NO, ").contains("OOM");
    assertThat(answers.get(1)).isEqualTo("hello");
    assertThat(answers.get(2)).startsWith("[NO, ").contains("OOM");
  }

  @Test
  void a_room_in_which_nothing_was_said_is_kept_for_a_day() {
    talk.repair(null);
    assertThat((Long) here().ask("PTTL", KEYS.meta())).isBetween(100_000L, 120_000L);

    talk.say("a");
    long hour = 3_600_000;
    long window = 600_000;
    assertThat((Long) here().ask("PTTL", KEYS.meta()))
        .isBetween(10 * (hour + window) - 60_000, 10 * (hour + window));
    assertThat((Long) here().ask("PTTL", KEYS.stream()))
        .isBetween(hour + 2 * window - 60_000, hour + 2 * window);
    assertThat((Long) here().ask("PTTL", KEYS.odd())).isBetween(3 * window - 60_000, 3 * window);
  }

  private static Request append(Scripts scripts, String mid) {
    return scripts
        .append()
        .call(RedisWorld.keys(ROOM).toArray(String[]::new))
        .arg(KEYS.channel())
        .arg("")
        .arg(0)
        .arg("epoch999")
        .arg(9_000_000_000_000L)
        .arg(mid)
        .arg("{")
        .arg("}")
        .arg("");
  }
}
