package io.tertulia.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.cluster.log.Talk;
import io.tertulia.redis.RedisBinary;
import io.tertulia.redis.RedisServer;
import io.tertulia.room.Bus;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.MessageLog.Stored;
import io.tertulia.room.RoomId;
import io.tertulia.tcp.TcpProxy;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A fail-over that closes no connection: the old master is made a replica, the address leads to the
 * new one, and nobody tells the nodes.
 */
class DemotedRedisTest {
  private static final RoomId ROOM = new RoomId("plaza");
  private static final Duration SOON = Duration.ofSeconds(10);

  private final RedisServer old = RedisServer.start(RedisBinary.EMBEDDED);
  private final RedisServer other = RedisServer.start(RedisBinary.EMBEDDED);
  private final TcpProxy address = new TcpProxy(old.port(), RedisServer.SUBSCRIBING);
  private final Nodes nodes = new Nodes("redis://127.0.0.1:" + address.port());

  @AfterEach
  void end() {
    nodes.close();
    address.close();
    other.close();
    old.close();
  }

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

    List<String> messages() {
      return Talk.messages(entries);
    }
  }

  @Test
  void says_are_stored_again_and_nothing_is_lost() {
    follow(old, other);
    ClusterNode node = start();
    Ears ears = listen(node);
    IntStream.range(0, 5).forEach(i -> await().atMost(SOON).until(() -> says(node, "m" + i)));
    await().atMost(SOON).until(() -> isInStep(old));
    failOver();

    await().atMost(SOON).until(() -> says(node, "m5"));
    List<String> all = IntStream.range(0, 6).mapToObj(i -> "m" + i).toList();
    await().atMost(SOON).untilAsserted(() -> assertThat(ears.messages()).isEqualTo(all));
    List<Entry> stored =
        node.log().read(ROOM, Query.newest(20)).toCompletableFuture().join().entries();
    assertThat(Talk.messages(stored)).isEqualTo(all);
    assertThat(places(ears.entries))
        .as("each entry once, an epoch's own too, in the order of the log")
        .isEqualTo(places(stored));
    assertThat(ears.forks).as("nothing was lost, so nobody is told to look").isEmpty();
    assertThat(clients(old)).isZero();
  }

  @Test
  void a_node_on_which_nobody_speaks_goes_to_the_new_master_too() {
    follow(old, other);
    ClusterNode node = start();
    failOver();
    await().atMost(SOON).until(() -> clients(old) == 0 && clients(other) == 3 && node.isUp());
  }

  @Test
  void a_replica_is_not_taken_for_a_redis() {
    follow(other, old);
    ClusterNode node = nodes.start();
    await().atMost(SOON).until(() -> String.valueOf(node.trouble()).contains("is a replica"));
    assertThat(node.isUp()).isFalse();
    old.ask("REPLICAOF", "NO", "ONE");
    await().atMost(SOON).until(() -> says(node, "m0"));
    await().atMost(SOON).until(() -> node.trouble() == null);
  }

  @Test
  void one_connection_that_reaches_another_master_takes_the_others_with_it() {
    ClusterNode node = start();
    Ears ears = listen(node);
    address.turnTo(other.port());
    assertThat(address.marked().cut()).isOne();
    await().atMost(SOON).until(() -> clients(old) == 0 && clients(other) == 3 && node.isUp());
    await().atMost(SOON).until(() -> says(node, "m0"));
    await().atMost(SOON).until(() -> ears.messages().equals(List.of("m0")));
  }

  @Test
  void another_id_of_replication_under_the_same_master_ends_nothing() {
    ClusterNode node = start();
    assertThat(says(node, "m0")).isTrue();
    List<String> before = ids(old);
    follow(old, other);
    assertThat(address.marked().cut()).isOne();
    await().atMost(SOON).until(() -> clients(old) == 3);
    assertThat(says(node, "m1")).isTrue();
    assertThat(ids(old)).hasSize(3).filteredOn(before::contains).hasSize(2);
  }

  private ClusterNode start() {
    ClusterNode node = nodes.start();
    await().atMost(SOON).until(() -> node.isUp() && clients(old) == 3);
    return node;
  }

  private static Ears listen(ClusterNode node) {
    Ears ears = new Ears();
    node.bus().listen(ears);
    node.bus().subscribe(ROOM).toCompletableFuture().join();
    return ears;
  }

  private static void follow(RedisServer master, RedisServer replica) {
    replica.ask("REPLICAOF", "127.0.0.1", "" + master.port());
    await().atMost(SOON).until(() -> replication(replica).contains("master_link_status:up"));
  }

  /** Nothing is closed, and nobody is told. */
  private void failOver() {
    other.ask("REPLICAOF", "NO", "ONE");
    old.ask("REPLICAOF", "127.0.0.1", "" + other.port());
    address.turnTo(other.port());
  }

  private static boolean isInStep(RedisServer master) {
    String info = replication(master);
    return info.contains("offset=" + info.replaceAll("(?s).*master_repl_offset:(\\d+).*", "$1"));
  }

  private static String replication(RedisServer of) {
    return String.valueOf(of.ask("INFO", "replication"));
  }

  private static boolean says(ClusterNode by, String mid) {
    Draft draft =
        new Draft(mid, "{\"type\":\"message\",\"room\":\"plaza\",", ",\"text\":\"x\"}", null);
    return by.log().append(ROOM, draft).toCompletableFuture().join() instanceof Stored;
  }

  private static List<String> places(Collection<Entry> entries) {
    return entries.stream().map(entry -> entry.position().cursor() + " " + entry.mid()).toList();
  }

  private static int clients(RedisServer of) {
    return ids(of).size();
  }

  /** Connections of nodes: all but replicas, masters, and the one that asks. */
  private static List<String> ids(RedisServer of) {
    return String.valueOf(of.ask("CLIENT", "LIST"))
        .lines()
        .filter(line -> line.contains("cmd=") && !line.contains("cmd=client"))
        .filter(line -> !line.contains("flags=S") && !line.contains("flags=M"))
        .map(line -> line.replaceAll(".*?id=(\\d+) .*", "$1"))
        .toList();
  }
}
