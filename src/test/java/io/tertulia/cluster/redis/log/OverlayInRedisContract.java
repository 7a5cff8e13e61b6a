package io.tertulia.cluster.redis.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.cluster.log.LogServer.NoSuchMessage;
import io.tertulia.cluster.log.Talk;
import io.tertulia.protocol.Body;
import io.tertulia.protocol.Links;
import io.tertulia.redis.RedisBinary;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.View;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Policy;
import io.tertulia.room.members.Role;
import io.tertulia.room.overlay.Written;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What of a message lies where in a real Redis, and that nothing of it does when it is gone. */
abstract class OverlayInRedisContract extends RedisLogServerContract {
  OverlayInRedisContract(RedisBinary binary) {
    super(binary);
  }

  @Test
  void of_a_deleted_text_nothing_is_in_any_key_or_file() {
    here().ask("CONFIG", "SET", "rdbcompression", "no");
    List<Draft> drafts = IntStream.range(0, 150).mapToObj(this::secret).toList();
    drafts.forEach(this::stored);
    stored(ana.edit(drafts.get(40).mid(), "again-secret40."));
    stored(bo.react(drafts.get(40).mid(), "👍"));
    IntStream.range(0, 30).forEach(i -> stored(bo.say("harmless " + i)));
    stored(ana.edit(drafts.get(40).mid(), "at-last-secret40."));
    String before = dumps();
    for (int which : List.of(149, 40, 0, 75, 76, 1)) {
      assertThat(before).as("what is looked for").contains("secret" + which + ".", "whom" + which);
      List<Entry> entries = talk.entries();

      stored(ana.delete(drafts.get(which).mid()));

      assertThat(dumps()).doesNotContain("secret" + which + ".", "whom" + which + " ");
      assertThat(talk.entries())
          .usingRecursiveFieldByFieldElementComparator()
          .containsAll(entries.stream().filter(e -> !text(e).contains("secret" + which)).toList())
          .extracting(entry -> entry.position().seq())
          .isEqualTo(IntStream.rangeClosed(1, entries.size() + 1).mapToObj(i -> (long) i).toList());
    }
    assertThat(here().ask("ZCARD", KEYS.mentions())).isEqualTo(144L);
    assertThat(here().ask("HLEN", KEYS.overlays())).isEqualTo(0L);
    assertThat(files()).contains("harmless").doesNotContain("secret40.", "secret0.", "secret149.");
    afterARestart();
  }

  /** What was written by it is what is read from it. */
  private void afterARestart() {
    List<Entry> entries = talk.entries();
    redis.kill();
    redis.startAgain();
    world = new RedisWorld(vertx, redis, PLENTY);
    talk = new Talk(world.server(), ROOM);
    assertThat(talk.entries()).usingRecursiveFieldByFieldElementComparator().isEqualTo(entries);
  }

  /** As of those that let no number be given again. */
  @Test
  void nor_where_redis_lets_no_stream_go_back() {
    List<Draft> drafts = IntStream.range(0, 60).mapToObj(this::secret).toList();
    drafts.forEach(this::stored);
    here().ask("ACL", "SETUSER", "node", "-xsetid");
    try {
      stored(ana.delete(drafts.get(30).mid()));
    } finally {
      here().ask("ACL", "SETUSER", "node", "+xsetid");
    }
    here().ask("CONFIG", "SET", "rdbcompression", "no");
    assertThat(dumps()).doesNotContain("secret30.").contains("secret29.", "secret31.");
    assertThat(talk.entries())
        .extracting(Entry::mid)
        .hasSize(61)
        .startsWith(drafts.getFirst().mid());
    assertThat((Long) here().ask("PTTL", KEYS.stream())).isPositive();
    stored(bo.say("hello"));
  }

  @Test
  void of_a_text_that_its_own_deletion_pushes_out_nothing_is_left_either() {
    start(new LogLimits(20, Duration.ofHours(1), 1 << 24, Duration.ofMinutes(10)));
    here().ask("CONFIG", "SET", "rdbcompression", "no");
    List<Draft> drafts = IntStream.range(0, 20).mapToObj(this::secret).toList();
    drafts.forEach(this::stored);
    stored(ana.delete(drafts.getFirst().mid()));
    assertThat(dumps()).doesNotContain("secret0.").contains("secret1.");
  }

  @Test
  void ten_thousand_people_react_alike() {
    start(new LogLimits(20_000, Duration.ofHours(1), 1 << 24, Duration.ofMinutes(10)));
    here().ask("CONFIG", "SET", "appendfsync", "no");
    Draft message = ana.say("one");
    stored(message);
    for (int i = 0; i < 10_000; i++) {
      stored(by("p" + i).react(message.mid(), "👍"));
    }
    assertThat(text(shown(View.MESSAGES).getFirst()))
        .contains("\"count\":10000,\"by\":[\"p0\",\"p1\",")
        .contains("\"p9\"]");
    assertThat(here().ask("ZCARD", KEYS.reactions())).isEqualTo(10_000L);
    assertThat((String) here().ask("HGET", KEYS.overlays(), message.mid())).hasSizeLessThan(100);
    stored(ana.delete(message.mid()));
    here().ask("CONFIG", "SET", "appendfsync", "always");
    assertThat(here().ask("EXISTS", KEYS.overlays(), KEYS.reactions())).isEqualTo(0L);
  }

  @Test
  void what_lies_beside_goes_with_the_message_and_with_the_room() {
    start(new LogLimits(10, Duration.ofHours(1), 1 << 24, Duration.ofMinutes(10)));
    Draft message = secret(0);
    stored(message);
    stored(bo.react(message.mid(), "👍"));
    stored(notice());
    assertThat(here().ask("ZRANGE", KEYS.mentions(), "0", "-1"))
        .isEqualTo(List.of("* 000000000000003 2", "whom0 000000000000001 1"));
    for (String key : List.of(KEYS.overlays(), KEYS.reactions(), KEYS.mentions())) {
      assertThat((Long) here().ask("PTTL", key)).isBetween(3_600_000L, 4_800_000L);
    }
    IntStream.range(0, 8).forEach(i -> stored(bo.say("a" + i)));
    assertThat(here().ask("EXISTS", KEYS.overlays(), KEYS.reactions())).isEqualTo(0L);
    assertThat(here().ask("ZRANGE", KEYS.mentions(), "0", "-1"))
        .isEqualTo(List.of("* 000000000000003 2"));
    IntStream.range(0, 8).forEach(i -> stored(bo.say("b" + i)));
    assertThat(here().ask("EXISTS", KEYS.mentions())).isEqualTo(0L);

    Draft oldest = bo.say("oldest");
    stored(oldest);
    IntStream.range(0, 9).forEach(i -> stored(bo.say("c" + i)));
    stored(bo.react(oldest.mid(), "👍"));
    assertThat(here().ask("EXISTS", KEYS.overlays())).as("of what it pushed out").isEqualTo(0L);

    Draft last = secret(1);
    stored(last);
    stored(bo.react(last.mid(), "👍"));
    here().ask("DEL", KEYS.meta());
    talk.say("new");
    assertThat(here().ask("EXISTS", KEYS.overlays(), KEYS.reactions(), KEYS.mentions()))
        .isEqualTo(0L);
  }

  @Test
  void mentions_are_made_again_with_what_was_lost() {
    stored(bo.say("a"));
    world.remember(ROOM);
    Entry said = stored(secret(0));
    Entry notice = stored(notice());
    world.rewind(ROOM);
    assertThat(here().ask("EXISTS", KEYS.mentions())).isEqualTo(0L);

    talk.repair(notice.position(), said, notice);

    assertThat(here().ask("ZRANGE", KEYS.mentions(), "0", "-1"))
        .isEqualTo(List.of("* 000000000000004 3", "whom0 000000000000003 2"));
  }

  @Test
  void entries_of_an_older_version_are_changed_like_any() {
    String old =
        "{\"type\":\"message\",\"room\":\"plaza\",\"seq\":%d,\"at\":%d,\"mid\":\"old%d\","
            + "\"from\":{\"id\":\"ana\",\"name\":\"Ana\"},\"text\":\"secret\",\"replyTo\":\"%s\"}";
    String reply = "0123456789abcdef";
    long now = stored(bo.say("a")).at();
    for (int seq = 2; seq <= 3; seq++) {
      String json = old.formatted(seq, now, seq, reply);
      String payload = "epoch000 %d old%d %d\n%s".formatted(seq, seq, now, json);
      here().ask("XADD", KEYS.stream(), seq + "-0", "at", "" + now, "sum", "0", "m", payload);
    }
    here().ask("HSET", KEYS.meta(), "top", "3");
    here().ask("HDEL", KEYS.meta(), "c", "o");
    assertThat(talk.check().messages()).isEqualTo(3);

    stored(ana.edit("old2", "two"));
    stored(bo.react("old2", "👍"));
    stored(ana.delete("old3"));

    String edited = text(shown(View.MESSAGES).get(1));
    String deleted = text(shown(View.MESSAGES).get(2));
    assertThat(edited)
        .contains("\"replyTo\":\"" + reply + "\"", "two", "👍")
        .doesNotContain("secret");
    assertThat(deleted).contains("\"replyTo\":\"" + reply + "\"", "\"deleted\"");
    assertThat(deleted).doesNotContain("secret");
    Entry next = stored(bo.say("b"));
    assertThat(text(next)).contains("\"seq\":7,").contains(",\"n\":4,");
    assertThat(talk.check().messages()).isEqualTo(4);
  }

  @Test
  void what_a_lineage_left_that_redis_forgot_is_nothing_of_the_next() {
    Draft message = ana.say("one");
    stored(message);
    stored(bo.react(message.mid(), "👍"));
    here().ask("HDEL", KEYS.meta(), "o");
    stored(by("cy").react(message.mid(), "👀"));
    assertThat(text(shown(View.MESSAGES).getFirst())).contains("👀").doesNotContain("👍");
    assertThat(talk.append(null, bo.react("nowhere", "👍"))).isEqualTo(new NoSuchMessage());
  }

  private Draft secret(int number) {
    String text = (number % 20 == 0 ? "x".repeat(5000) : "") + " {secret" + number + ".";
    return ana.say(new Body.Text(text), new Links(null, null, List.of("whom" + number), false));
  }

  private static Draft notice() {
    Authority moderator = new Authority("mo", Role.MODERATOR, false, Policy.OPEN);
    return new Written(ROOM, moderator)
        .say(new Body.Text("hey"), new Links(null, null, List.of(), true));
  }

  /** Of all keys of the room. */
  private String dumps() {
    StringBuilder all = new StringBuilder();
    RedisWorld.keys(ROOM).forEach(key -> all.append(here().ask("DUMP", key)));
    return all.toString();
  }

  /** What it has on its disk, after it wrote that anew. */
  private String files() {
    here().ask("BGREWRITEAOF");
    await()
        .until(
            () ->
                here().ask("INFO", "persistence").toString().contains("aof_rewrite_in_progress:0")
                    && here()
                        .ask("INFO", "persistence")
                        .toString()
                        .contains("aof_rewrite_scheduled:0"));
    StringBuilder all = new StringBuilder();
    try (var files = Files.walk(redis.folder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(new String(Files.readAllBytes(file), UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toString();
  }
}
