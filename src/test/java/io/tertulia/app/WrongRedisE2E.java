package io.tertulia.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.client.ChatClient;
import io.tertulia.client.Management;
import io.tertulia.e2e.FreePort;
import io.tertulia.e2e.PackagedNode;
import io.tertulia.redis.RedisServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a person reads whose Redis is not as it must be; and that the node waits for a better one.
 */
class WrongRedisE2E {
  @Test
  void nobody_there_is_one_sentence_and_the_node_gets_ready_when_somebody_is() {
    int port = FreePort.choose();
    try (PackagedNode node = start("redis://127.0.0.1:" + port)) {
      expect(node, "Redis at 127.0.0.1:" + port + " cannot be reached");
      try (RedisServer redis = RedisServer.startOn(port)) {
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> Management.at(node.managementPort()).ready().startsWith("200"));
        assertThat(redis.ask("PING")).isEqualTo("PONG");
      }
    }
  }

  @Test
  void a_wrong_password_is_one_sentence_that_does_not_tell_it() {
    try (RedisServer redis = RedisServer.start("--requirepass", "the-right-one");
        PackagedNode node = start("redis://:the-wrong-one@127.0.0.1:" + redis.port())) {
      expect(node, "refuses the user name or the password");
      assertThat(node.log()).doesNotContain("the-wrong-one");
    }
  }

  @Test
  void a_replica_is_one_sentence() {
    try (RedisServer master = RedisServer.start();
        RedisServer replica = RedisServer.start("--replicaof", "127.0.0.1 " + master.port());
        PackagedNode node = start(replica.url())) {
      expect(node, "is a replica");
    }
  }

  @Test
  void a_full_disk_is_one_sentence_and_what_is_said_is_refused_until_there_is_room() {
    try (RedisServer redis = RedisServer.start();
        PackagedNode node = PackagedNode.start("quarkus.redis.hosts=" + redis.url());
        ChatClient ana = join(node)) {
      redis.fillDisk();
      say(ana, 2);
      assertThat(ana.await(text -> text.contains("\"id\":2"))).contains("\"code\":140");
      Management management = Management.at(node.managementPort());
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> management.ready(), ready -> ready.contains("cannot write to its disk"));
      assertThat(management.ready()).startsWith("200");
      assertThat(node.log()).contains("cannot write to its disk, so it stores no message");
      redis.clearDisk();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> management.ready(), ready -> !ready.contains("disk"));
      say(ana, 3);
      assertThat(ana.await(text -> text.contains("\"id\":3"))).contains("\"type\":\"ack\"");
    }
  }

  @Test
  void two_nodes_of_one_name_say_so() {
    try (RedisServer redis = RedisServer.start();
        PackagedNode one = start(redis.url(), "tertulia.node=twin");
        PackagedNode two = start(redis.url(), "tertulia.node=twin")) {
      for (PackagedNode node : List.of(one, two)) {
        await()
            .atMost(Duration.ofSeconds(90))
            .untilAsserted(
                () -> {
                  assertThat(node.log()).contains("is called \"twin\" too", "tertulia.node");
                  assertThat(Management.at(node.managementPort()).ready())
                      .startsWith("200")
                      .contains("twin");
                });
      }
    }
  }

  @Test
  void clients_stay_while_redis_is_away_and_are_sent_to_another_node_when_it_is_for_long() {
    try (RedisServer redis = RedisServer.start();
        PackagedNode node =
            PackagedNode.start("quarkus.redis.hosts=" + redis.url(), "tertulia.cluster.away=4s")) {
      ChatClient ana = join(node);
      redis.kill();
      say(ana, 2);
      assertThat(ana.await(text -> text.contains("\"id\":2")))
          .containsAnyOf("\"code\":140", "\"code\":142");
      assertThat(ana.awaitClose()).isEqualTo(4003);
      assertThat(node.log().lines().filter(line -> line.contains("Redis is away"))).hasSize(1);
      redis.startAgain();
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> node.log().contains("Redis answers again, after"));
    }
  }

  private static PackagedNode start(String redis, String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("quarkus.redis.hosts=" + redis);
    return PackagedNode.launch(all.toArray(String[]::new));
  }

  private static ChatClient join(PackagedNode node) {
    ChatClient client = ChatClient.json(URI.create("ws://127.0.0.1:" + node.port() + "/chat"));
    client.send("{\"type\":\"hello\",\"id\":1,\"rooms\":{\"plaza\":null}}");
    client.await(text -> text.contains("joined"));
    return client;
  }

  private static void say(ChatClient client, int id) {
    client.send("{\"type\":\"say\",\"id\":" + id + ",\"room\":\"plaza\",\"text\":\"hola\"}");
  }

  /** In the log and in the answer of readiness, which says no. */
  private static void expect(PackagedNode node, String sentence) {
    Management management = Management.at(node.managementPort());
    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () -> {
              assertThat(node.log()).contains(sentence).doesNotContain("\tat ");
              assertThat(management.ready()).startsWith("503").contains(sentence);
            });
    assertThat(management.live()).startsWith("200");
  }
}
