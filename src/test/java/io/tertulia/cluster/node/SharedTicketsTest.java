package io.tertulia.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.redis.NodeRights;
import io.tertulia.redis.RedisBinary;
import io.tertulia.redis.RedisServer;
import io.tertulia.room.access.Tickets;
import io.tertulia.room.access.TicketsContract;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Tickets of two nodes, over a real Redis and with the rights that a node has there. */
@TestInstance(Lifecycle.PER_CLASS)
class SharedTicketsTest implements TicketsContract {
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
  public Tickets tickets() {
    return one.tickets();
  }

  @Test
  void what_one_node_keeps_another_takes() {
    String name = put(one);
    assertThat(take(two, name).join()).isEqualTo("sealed");
    assertThat(take(one, name).join()).isNull();
  }

  @Test
  void of_two_nodes_that_take_one_at_once_one_gets_it() {
    for (int i = 0; i < 300; i++) {
      String name = put(i % 2 == 0 ? one : two);
      List<CompletableFuture<@Nullable String>> both =
          Stream.of(two, one, two, one).parallel().map(node -> take(node, name)).toList();
      assertThat(both.stream().map(CompletableFuture::join).filter(Objects::nonNull)).hasSize(1);
    }
  }

  @Test
  void it_ends_by_itself_and_lies_under_a_tag_of_its_own() {
    String name = put(one);
    String key = nodes.prefix() + ":ticket:{" + name + "}";
    assertThat(Long.parseLong(String.valueOf(redis.ask("PTTL", key)))).isBetween(20_000L, 30_000L);
    redis.ask("PEXPIRE", key, "1");
    await().atMost(SOON).until(() -> "0".equals(String.valueOf(redis.ask("EXISTS", key))));
    assertThat(take(two, name).join()).isNull();
  }

  @Test
  void while_redis_is_away_it_is_not_known_and_the_answer_is_not_long_in_coming() {
    String name = put(one);
    redis.kill();
    notKnown(take(two, name));
    notKnown(one.tickets().put("x", "sealed").toCompletableFuture());
    redis.startAgain();
    await().atMost(SOON).until(() -> one.isUp() && two.isUp());
    what_one_node_keeps_another_takes();
  }

  @Test
  void a_redis_that_stores_nothing_says_so_and_nothing_else_is_disturbed() {
    String name = put(one);
    redis.ask("REPLICAOF", "127.0.0.1", "1");
    try {
      notKnown(take(one, name));
      assertThat(one.tickets().put("x", "sealed").toCompletableFuture())
          .satisfiesAnyOf(
              answer -> assertThat(answer).succeedsWithin(SOON).isEqualTo(false),
              answer -> assertThat(answer).isCompletedExceptionally());
    } finally {
      redis.ask("REPLICAOF", "NO", "ONE");
    }
    await().atMost(SOON).until(() -> one.isUp() && two.isUp());
    redis.ask("CONFIG", "SET", "maxmemory", "1");
    assertThat(one.tickets().put("x", "sealed").toCompletableFuture())
        .succeedsWithin(SOON)
        .isEqualTo(false);
    redis.ask("CONFIG", "SET", "maxmemory", "0");
  }

  /** Completes in time, with a failure. */
  private static void notKnown(CompletableFuture<?> answer) {
    await().atMost(Duration.ofSeconds(3)).until(answer::isDone);
    assertThat(answer).isCompletedExceptionally();
  }

  private static String put(ClusterNode node) {
    String name = TicketsContract.name();
    assertThat(node.tickets().put(name, "sealed").toCompletableFuture().join()).isTrue();
    return name;
  }

  private static CompletableFuture<@Nullable String> take(ClusterNode node, String name) {
    return node.tickets().take(name).toCompletableFuture();
  }
}
