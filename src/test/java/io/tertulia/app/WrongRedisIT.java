package io.tertulia.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.client.Management;
import io.tertulia.e2e.FreePort;
import io.tertulia.e2e.PackagedNode;
import io.tertulia.redis.RedisServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * What a person reads whose Redis is not as it must be; and that the node waits for a better one.
 */
class WrongRedisIT {
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

  private static PackagedNode start(String redis) {
    return PackagedNode.launch("quarkus.redis.hosts=" + redis);
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
