package io.tertulia.ops.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.client.Management;
import io.tertulia.e2e.PackagedNode;
import io.tertulia.redis.RedisServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A packaged node whose Redis goes away and comes back. */
class ProbesIT {
  @Test
  void a_node_that_was_ready_stays_so_without_redis_and_says_that_it_can_do_less() {
    try (RedisServer redis = RedisServer.start();
        PackagedNode node = PackagedNode.start("quarkus.redis.hosts=" + redis.url())) {
      Management management = Management.at(node.managementPort());
      assertThat(management.measure("tertulia_log_up")).isEqualTo(1);
      assertThat(management.measure("tertulia_log_check_age_seconds")).isLessThan(5);
      redis.kill();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(management.ready())
                      .startsWith("200")
                      .contains("cannot be reached", "last compared with the log"));
      assertThat(management.live()).startsWith("200");
      assertThat(management.started()).startsWith("200");
      assertThat(management.measure("tertulia_log_up")).isZero();
      assertThat(management.measure("tertulia_log_check_age_seconds")).isGreaterThan(5);
      redis.startAgain();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                assertThat(management.measure("tertulia_log_up")).isEqualTo(1);
                assertThat(management.measure("tertulia_log_check_age_seconds")).isLessThan(5);
                assertThat(management.ready()).doesNotContain("cannot be reached", "compared");
              });
    }
  }
}
