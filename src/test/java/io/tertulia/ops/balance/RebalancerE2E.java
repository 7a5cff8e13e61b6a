package io.tertulia.ops.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.client.ChatClient;
import io.tertulia.client.Management;
import io.tertulia.e2e.PackagedNode;
import io.tertulia.redis.RedisServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Packaged nodes that send clients on and go on living. */
class RebalancerE2E {
  private static final int CROWD = 60;
  private static final String MOVED = "tertulia_moved_total{reason=\"balance\"}";

  @Test
  void a_node_with_all_the_clients_sends_some_on_to_a_new_one_until_they_are_about_even() {
    try (RedisServer redis = RedisServer.start();
        PackagedNode full = node(redis)) {
      List<ChatClient> staying =
          new ArrayList<>(Stream.generate(() -> join(full)).limit(CROWD).toList());
      expectToShare(full, staying, redis);
    }
  }

  private static void expectToShare(
      PackagedNode full, List<ChatClient> staying, RedisServer redis) {
    List<ChatClient> moved = new ArrayList<>();
    try (PackagedNode empty = node(redis)) {
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(100))
          .until(
              () -> {
                moved.addAll(move(staying, empty));
                return open(full) <= Math.max(1.25 * open(empty), open(empty) + 20)
                    && open(full) == staying.size();
              });
      assertThat(staying).hasSizeGreaterThanOrEqualTo(CROWD / 2);
      assertThat(moved).as("told where they came to").noneMatch(RebalancerE2E::isTold);
      assertThat(Management.at(full.managementPort()).measure(MOVED))
          .isBetween(20.0, (double) CROWD / 2);
    }
  }

  @Test
  void an_old_connection_is_told_served_and_closed_with_4000() {
    try (PackagedNode node = PackagedNode.start("tertulia.socket.age=3s")) {
      ChatClient ana = join(node);
      await()
          .atMost(Duration.ofSeconds(15))
          .until(() -> ana.rest().stream().anyMatch(RebalancerE2E::goaway));
      assertThat(ana.await(RebalancerE2E::goaway)).contains("\"reason\":\"age\"");
      ana.send("{\"type\":\"say\",\"id\":2,\"room\":\"lobby\",\"key\":\"k\",\"text\":\"hola\"}");
      ana.await(message -> message.contains("\"type\":\"ack\""));
      await().atMost(Duration.ofSeconds(15)).until(() -> open(node) == 0);
      assertThat(ana.awaitClose()).isEqualTo(4000);
    }
  }

  private static PackagedNode node(RedisServer redis) {
    return PackagedNode.start("quarkus.redis.hosts=" + redis.url());
  }

  /** Who is told opens its next connection on the other node, then closes the one it had. */
  private static List<ChatClient> move(List<ChatClient> staying, PackagedNode to) {
    List<ChatClient> told = staying.stream().filter(RebalancerE2E::isTold).toList();
    staying.removeAll(told);
    List<ChatClient> there = Stream.generate(() -> join(to)).limit(told.size()).toList();
    told.forEach(RebalancerE2E::leave);
    return there;
  }

  /** It may have taken so long that the node has closed it. */
  private static void leave(ChatClient client) {
    client.close();
    assertThat(client.awaitClose()).isIn(1000, 4000);
  }

  private static boolean isTold(ChatClient client) {
    return client.rest().stream().anyMatch(RebalancerE2E::goaway);
  }

  private static boolean goaway(String message) {
    return message.contains("\"type\":\"goaway\"");
  }

  private static double open(PackagedNode node) {
    return Management.at(node.managementPort()).measure("tertulia_connections_open");
  }

  private static ChatClient join(PackagedNode node) {
    ChatClient client = ChatClient.json(URI.create("ws://127.0.0.1:" + node.port() + "/chat"));
    client.send("{\"type\":\"hello\",\"id\":1,\"rooms\":{\"lobby\":null}}");
    client.await(message -> message.contains("\"type\":\"joined\""));
    return client;
  }
}
