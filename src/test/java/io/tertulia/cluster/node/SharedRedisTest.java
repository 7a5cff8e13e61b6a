package io.tertulia.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.protocol.Event;
import io.tertulia.redis.RedisBinary;
import io.tertulia.redis.RedisServer;
import io.tertulia.room.Bus;
import io.tertulia.room.Entry;
import io.tertulia.room.Identity;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Stored;
import io.tertulia.room.Position;
import io.tertulia.room.RateLimits.Kind;
import io.tertulia.room.RoomId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A Redis that others use too: another installation, and whoever may publish there. */
class SharedRedisTest {
  private static final RoomId ROOM = new RoomId("plaza");
  private static final Duration SOON = Duration.ofSeconds(10);

  private final RedisServer redis = RedisServer.start(RedisBinary.EMBEDDED);
  private final List<Nodes> all = new ArrayList<>();

  @AfterEach
  void end() {
    all.forEach(Nodes::close);
    redis.close();
  }

  /** What a node's rooms hear. */
  private static final class Ears implements Bus.Listener {
    final Queue<String> mids = new ConcurrentLinkedQueue<>();
    final Queue<String> signals = new ConcurrentLinkedQueue<>();
    final Queue<Long> forks = new ConcurrentLinkedQueue<>();

    @Override
    public void onEntry(RoomId room, Entry entry) {
      mids.add(entry.mid());
    }

    @Override
    public void onEphemeral(RoomId room, byte[] json) {
      signals.add(new String(json, StandardCharsets.UTF_8));
    }

    @Override
    public void onFork(RoomId room, long late) {
      forks.add(late);
    }
  }

  @Test
  void installations_of_two_databases_do_not_hear_repair_count_or_limit_each_other() {
    ClusterNode one = start(1);
    ClusterNode two = start(2);
    Ears ofOne = listen(one);
    Ears ofTwo = listen(two);
    for (int i = 0; i < 20; i++) {
      say(one, "one-" + i);
      say(two, "two-" + i);
    }
    one.bus().announce(ROOM, new Event.Presence("plaza", 41, null, null));
    two.bus().announce(ROOM, new Event.Presence("plaza", 42, null, null));
    one.presence().enter(ROOM, new Identity("g-ana", "Ana", true));
    two.presence().enter(ROOM, new Identity("g-bob", "Bob", true));
    for (int i = 0; i < 500; i++) {
      one.limits().take(Kind.USER, "ana");
    }
    one.limits().tick();

    await().atMost(SOON).until(() -> ofOne.mids.size() >= 20 && ofTwo.mids.size() >= 20);
    await().atMost(SOON).until(() -> told(ofOne, "41") && told(ofTwo, "42"));
    // Each second a node probes, beats and compares its rooms with the log: three times.
    long before = publications();
    await().atMost(SOON).until(() -> publications() - before >= 12);
    assertThat(ofOne.mids).hasSize(20).allMatch(mid -> mid.startsWith("one-"));
    assertThat(ofTwo.mids).hasSize(20).allMatch(mid -> mid.startsWith("two-"));
    assertThat(told(ofOne, "42") || told(ofTwo, "41")).isFalse();
    assertThat(ofOne.forks).isEmpty();
    assertThat(one.presence().count(ROOM)).isOne();
    assertThat(two.presence().count(ROOM)).isOne();
    assertThat(one.trouble()).isNull();
    assertThat(all).allMatch(nodes -> nodes.strays() == 0);
    assertThat(String.valueOf(redis.ask("PUBSUB", "CHANNELS")))
        .contains("shared:1:nodes", "shared:2:nodes", "shared:1:{plaza}:c", "shared:1:node:");
  }

  @Test
  void what_is_published_beside_the_nodes_reaches_no_member_and_is_counted() {
    ClusterNode node = start(0);
    Ears ears = listen(node);
    Position first = say(node, "first");
    await().atMost(SOON).until(() -> ears.mids.contains("first"));
    String next = first.epoch() + " " + (first.seq() + 1);
    String channel = "shared:{plaza}:c";
    redis.ask("PUBLISH", channel, "{\"type\":\"message\",\"room\":\"plaza\",\"text\":\"forged\"}");
    redis.ask("PUBLISH", channel, "hello");
    redis.ask("PUBLISH", channel, "");
    redis.ask("PUBLISH", channel, "~aaaaaaaaaaaaaaaaaaaaaa\n{\"type\":\"typing\"}");
    redis.ask("PUBLISH", channel, next + " forged 5\n{\"type\":\"goaway\"}");
    redis.ask(
        "PUBLISH",
        channel,
        next + " forged 5\n{\"type\":\"message\",\"room\":\"other\",\"seq\":2,\"at\":5,\"x\":1}");
    await().atMost(SOON).until(() -> all.getFirst().strays() == 6);
    say(node, "second");
    await().atMost(SOON).until(() -> ears.mids.contains("second"));
    assertThat(ears.mids).containsExactly("first", "second");
    assertThat(ears.signals).isEmpty();
  }

  private ClusterNode start(int database) {
    Nodes nodes = new Nodes(redis.url(), "shared", database);
    all.add(nodes);
    ClusterNode node = nodes.start();
    await().atMost(SOON).until(node::isUp);
    return node;
  }

  private long publications() {
    String stats = String.valueOf(redis.ask("INFO", "commandstats"));
    return Long.parseLong(stats.replaceAll("(?s).*cmdstat_publish:calls=(\\d+).*", "$1"));
  }

  private static boolean told(Ears ears, String part) {
    return ears.signals.stream().anyMatch(json -> json.contains(part));
  }

  private static Ears listen(ClusterNode node) {
    Ears ears = new Ears();
    node.bus().listen(ears);
    node.bus().subscribe(ROOM).toCompletableFuture().join();
    return ears;
  }

  private static Position say(ClusterNode by, String mid) {
    Draft draft =
        new Draft(mid, "{\"type\":\"message\",\"room\":\"plaza\",", ",\"text\":\"x\"}", null);
    Object appended = by.log().append(ROOM, draft).toCompletableFuture().join();
    assertThat(appended).isInstanceOf(Stored.class);
    return ((Stored) appended).position();
  }
}
