package io.tertulia.cluster.node.mine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.cluster.node.ClusterNode;
import io.tertulia.cluster.node.Nodes;
import io.tertulia.redis.NodeRights;
import io.tertulia.redis.RedisBinary;
import io.tertulia.redis.RedisServer;
import io.tertulia.room.RoomId;
import io.tertulia.room.members.own.OwnRooms;
import io.tertulia.room.members.own.OwnRoomsContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The rooms of people over a real Redis, with the rights that a node has there. */
@TestInstance(Lifecycle.PER_CLASS)
class SharedOwnRoomsTest implements OwnRoomsContract {
  private static final Duration SOON = Duration.ofSeconds(10);

  private RedisServer redis;
  private Nodes nodes;
  private ClusterNode one;
  private ClusterNode two;

  @BeforeAll
  void start() {
    redis = RedisServer.start(RedisBinary.EMBEDDED, NodeRights.options("test-"));
    nodes = new Nodes(NodeRights.url(redis));
    one = nodes.start();
    two = nodes.start();
    await().atMost(SOON).until(() -> one.isUp() && two.isUp());
  }

  @AfterAll
  void stop() {
    nodes.close();
    redis.close();
  }

  @Override
  public OwnRooms own() {
    return one.ownRooms();
  }

  @Test
  void what_one_node_counts_another_does_too() {
    take(one, "a");
    assertThat(take(two, "b")).isInstanceOf(OwnRooms.Full.class);
    assertThat(two.ownRooms().giveBack("ana", new RoomId("a")).toCompletableFuture().join())
        .isTrue();
    assertThat(take(one, "b")).isInstanceOf(OwnRooms.Counted.class);
  }

  @Test
  void a_redis_that_stores_nothing_counts_nothing_and_says_so() {
    redis.ask("CONFIG", "SET", "maxmemory", "1");
    try {
      assertThat(one.ownRooms().take("luis", new RoomId("a"), 1).toCompletableFuture())
          .failsWithin(SOON);
    } finally {
      redis.ask("CONFIG", "SET", "maxmemory", "0");
    }
  }

  private static OwnRooms.Taken take(ClusterNode node, String room) {
    return node.ownRooms().take("ana", new RoomId(room), 1).toCompletableFuture().join();
  }
}
