package io.tertulia.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.protocol.Event.Reason;
import io.tertulia.redis.NodeRights;
import io.tertulia.redis.RedisBinary;
import io.tertulia.redis.RedisServer;
import io.tertulia.room.Bus;
import io.tertulia.room.BusContract;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Page;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.MessageLog.Refused;
import io.tertulia.room.MessageLog.Stored;
import io.tertulia.room.MessageLogContract;
import io.tertulia.room.OverlayContract;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import io.tertulia.room.RoomRulesContract;
import io.tertulia.room.overlay.ViewsContract;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Nodes over a real Redis: the contracts of log and bus, and what only many nodes can show. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ClusterContract
    implements MessageLogContract,
        OverlayContract,
        ViewsContract,
        RoomRulesContract,
        RulesOfManyNodesContract,
        BusContract {
  private static final RoomId ROOM = new RoomId("plaza");

  private RedisServer redis;
  private Nodes nodes;
  private ClusterNode node;

  abstract RedisBinary binary();

  /** What a node's rooms hear. */
  private static final class Ears implements Bus.Listener {
    final Queue<Entry> entries = new ConcurrentLinkedQueue<>();
    final Queue<Long> forks = new ConcurrentLinkedQueue<>();

    @Override
    public void onEntry(RoomId room, Entry entry) {
      entries.add(entry);
    }

    @Override
    public void onEphemeral(RoomId room, byte[] json) {}

    @Override
    public void onFork(RoomId room, long late) {
      forks.add(late);
    }

    List<Long> seqs() {
      return entries.stream().map(entry -> entry.position().seq()).toList();
    }
  }

  @BeforeAll
  void startRedis() {
    redis =
        RedisServer.start(
            binary(),
            NodeRights.options("test-", "--appendonly", "yes", "--appendfsync", "always"));
  }

  @AfterAll
  void stopRedis() {
    redis.close();
  }

  @BeforeEach
  void startNode() {
    nodes = new Nodes(NodeRights.url(redis));
    node = nodes.start();
    await().atMost(SOON).until(() -> node.isUp());
  }

  @AfterEach
  void stopNodes() {
    nodes.close();
  }

  @Override
  public MessageLog log() {
    return node.log();
  }

  @Override
  public Bus bus() {
    return node.bus();
  }

  @Override
  public ClusterNode first() {
    return node;
  }

  @Override
  public ClusterNode second() {
    return nodes.start();
  }

  @Override
  public RedisServer server() {
    return redis;
  }

  @Test
  void what_one_node_stores_another_hears() {
    Ears ears = follow(nodes.start());
    IntStream.range(0, 50).forEach(i -> say(node, "m" + i));
    await().atMost(SOON).until(() -> ears.entries.size() == 50);
    assertThat(ears.seqs())
        .isEqualTo(IntStream.rangeClosed(1, 50).mapToObj(i -> (long) i).toList());
  }

  @Test
  void a_trace_is_told_with_an_entry_and_not_kept() {
    String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    Ears own = follow(node);
    Ears other = follow(nodes.start());
    Draft plain = draft("plain");
    Draft traced = draft("traced").tracedBy(parent);
    assertThat(List.of(append(node, plain), append(node, traced), append(node, traced)))
        .extracting(appended -> ((Stored) appended).dup())
        .containsExactly(false, false, true);
    AtomicInteger said = new AtomicInteger();
    // One at a time may be read from the log before the channel tells it, and that has no trace.
    for (Ears ears : List.of(own, other)) {
      await()
          .atMost(SOON)
          .until(
              () -> {
                append(node, draft("again-" + said.incrementAndGet()).tracedBy(parent));
                return ears.entries.stream().anyMatch(e -> parent.equals(e.traceparent()));
              });
      assertThat(ears.entries).extracting(Entry::traceparent).first().isNull();
      assertThat(ears.entries).extracting(Entry::traceparent).containsOnly(null, parent);
    }
    assertThat(read(node, Query.newest(9)).entries())
        .hasSizeGreaterThan(1)
        .extracting(Entry::traceparent)
        .containsOnlyNulls();
    assertThat(redis.ask("XRANGE", key("l"), "-", "+")).asString().doesNotContain("4bf92f");
  }

  @Test
  void a_lost_last_message_is_found_though_nothing_is_said_after_it() {
    Ears ears = follow(node);
    say(node, "a");
    await().atMost(SOON).until(() -> ears.entries.size() == 1);
    // Stored without a publication: as if the bus had lost it.
    Position next = new Position(epoch(), 2);
    redis.ask("XADD", key("l"), "2-0", "at", now(), "sum", "0", "m", payload(next, "b"));
    redis.ask("HSET", key("m"), "top", "2");
    await().atMost(SOON).until(() -> ears.entries.size() == 2);
    assertThat(ears.seqs()).containsExactly(1L, 2L);
  }

  @Test
  void a_subscription_that_is_cut_again_and_again_loses_nothing() {
    Ears ears = follow(node);
    for (int i = 0; i < 40; i++) {
      if (i % 10 == 5) {
        redis.ask("CLIENT", "KILL", "TYPE", "pubsub");
      }
      say(node, "m" + i);
    }
    await().atMost(SOON).until(() -> ears.entries.size() == 40);
    assertThat(ears.seqs())
        .isEqualTo(IntStream.rangeClosed(1, 40).mapToObj(i -> (long) i).toList());
  }

  @Test
  void a_redis_that_is_killed_and_comes_back_goes_on_in_a_new_epoch_that_resets_nobody() {
    Ears ears = follow(node);
    Position first = say(node, "a");
    redis.kill();
    assertThat(append(node, "while-away")).isInstanceOf(Refused.class);
    redis.startAgain();
    await().atMost(SOON).until(() -> node.isUp());
    Position second = say(node, "b");
    assertThat(second.epoch()).isNotEqualTo(first.epoch());
    await().atMost(SOON).until(() -> ears.entries.size() == 3);
    assertThat(ears.entries).extracting(Entry::mid).startsWith("a").endsWith("b");
    assertThat(ears.seqs()).containsExactly(1L, 2L, 3L);
    assertThat(ears.forks).isEmpty();
    Page page = read(node, Query.after(first, 10));
    assertThat(page.resets()).isEmpty();
    assertThat(page.entries()).hasSize(2);
  }

  @Test
  void the_first_that_is_said_on_a_node_that_had_to_wait_for_redis_is_stored() throws Exception {
    redis.kill();
    ClusterNode waiting = nodes.start();
    Thread.sleep(1_500); // Longer than a call waits for its answer.
    redis.startAgain();
    await().pollInterval(Duration.ofMillis(1)).atMost(SOON).until(waiting::isUp);
    assertThat(append(waiting, "first")).isInstanceOf(Stored.class);
  }

  @Test
  void what_a_wiped_redis_forgot_is_put_back_and_announced() {
    Ears ears = follow(node);
    List<Position> said = IntStream.range(0, 30).mapToObj(i -> say(node, "m" + i)).toList();
    await().atMost(SOON).until(() -> ears.entries.size() == 30);
    redis.ask("FLUSHALL");
    await().atMost(SOON).until(() -> !ears.forks.isEmpty());
    await().atMost(SOON).until(() -> read(node, Query.newest(0)).head().seq() == 30);
    Page page = read(node, Query.after(said.getLast(), 100));
    assertThat(page.resets()).extracting(MessageLog.Reset::reason).containsExactly(Reason.EPOCH);
    assertThat(page.from().seq()).isZero();
    assertThat(page.entries())
        .extracting(Entry::mid)
        .isEqualTo(IntStream.range(0, 30).mapToObj(i -> "m" + i).toList());
    assertThat(
            new String(page.entries().getFirst().json(), java.nio.charset.StandardCharsets.UTF_8))
        .contains("\"was\":\"" + said.getFirst().cursor() + "\"");
    assertThat(append(node, "m3")).isEqualTo(new Stored(page.entries().get(3).position(), true));
  }

  @Test
  void twenty_thousand_rooms_of_a_node_are_said_in_again_after_a_cut() {
    List<RoomId> rooms = IntStream.range(0, 20_000).mapToObj(i -> new RoomId("many-" + i)).toList();
    node.bus().listen(new Ears());
    for (int from = 0; from < rooms.size(); from += 1_000) {
      CompletableFuture.allOf(
              rooms.subList(from, from + 1_000).stream()
                  .map(room -> node.bus().subscribe(room).toCompletableFuture())
                  .toArray(CompletableFuture[]::new))
          .orTimeout(10, java.util.concurrent.TimeUnit.SECONDS)
          .join();
    }
    redis.ask("CLIENT", "KILL", "TYPE", "normal");
    Set<RoomId> left = new LinkedHashSet<>(rooms);
    // Seconds, where the machine has nothing else to do; what is refused for ever still is then.
    await()
        .pollDelay(Duration.ZERO)
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              left.removeAll(storedIn(left.stream().limit(2_000).toList()));
              return left.isEmpty();
            });
    await().atMost(SOON).until(() -> node.unchecked().compareTo(SOON) < 0);
  }

  /** Says something in each of these rooms, with the same key whenever it is asked for again. */
  private List<RoomId> storedIn(List<RoomId> rooms) {
    Map<RoomId, CompletableFuture<MessageLog.Appended>> says = new LinkedHashMap<>();
    for (RoomId room : rooms) {
      Draft draft =
          new Draft("m", "{\"type\":\"message\",\"room\":\"" + room.value() + "\",", "}", null);
      says.put(room, node.log().append(room, draft).toCompletableFuture());
    }
    return rooms.stream().filter(room -> says.get(room).join() instanceof Stored).toList();
  }

  @Test
  void what_is_held_is_read_while_redis_is_away() {
    follow(node);
    IntStream.range(0, 5).forEach(i -> say(node, "m" + i));
    await().atMost(SOON).until(() -> read(node, Query.newest(0)).head().seq() == 5);
    redis.kill();
    Page page = read(node, Query.newest(3));
    redis.startAgain();
    assertThat(page.entries()).extracting(Entry::mid).containsExactly("m2", "m3", "m4");
  }

  private Ears follow(ClusterNode of) {
    Ears ears = new Ears();
    of.bus().listen(ears);
    of.bus()
        .subscribe(ROOM)
        .toCompletableFuture()
        .orTimeout(10, java.util.concurrent.TimeUnit.SECONDS)
        .join();
    return ears;
  }

  private static Position say(ClusterNode by, String mid) {
    MessageLog.Appended appended = append(by, mid);
    assertThat(appended).as(mid).isInstanceOf(Stored.class);
    return ((Stored) appended).position();
  }

  private static MessageLog.Appended append(ClusterNode by, String mid) {
    return append(by, draft(mid));
  }

  private static MessageLog.Appended append(ClusterNode by, Draft draft) {
    return by.log().append(ROOM, draft).toCompletableFuture().join();
  }

  private static Draft draft(String mid) {
    return new Draft(mid, "{\"type\":\"message\",\"room\":\"plaza\",", ",\"text\":\"ñ\"}", null);
  }

  private static Page read(ClusterNode by, Query query) {
    return by.log().read(ROOM, query).toCompletableFuture().join();
  }

  private String epoch() {
    return String.valueOf(redis.ask("HGET", key("m"), "epoch"));
  }

  private String key(String part) {
    return nodes.prefix() + ":{plaza}:" + part;
  }

  private static String now() {
    return String.valueOf(System.currentTimeMillis());
  }

  private static String payload(Position at, String mid) {
    return at.epoch()
        + " "
        + at.seq()
        + " "
        + mid
        + " "
        + now()
        + "\n{\"type\":\"message\",\"room\":\"plaza\",\"seq\":2,\"at\":1,\"text\":\"x\"}";
  }
}
