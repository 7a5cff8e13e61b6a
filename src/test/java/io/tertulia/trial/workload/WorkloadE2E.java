package io.tertulia.trial.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.e2e.PackagedNode;
import io.tertulia.trial.oracle.Oracle;
import io.tertulia.trial.oracle.Verdict;
import io.tertulia.trial.workload.Workload.Shape;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The workload against one node in memory. */
class WorkloadE2E {
  private static final Shape SHAPE = new Shape(4, 20, 60, 6, 0.4, 120, Shape.SHORT);
  private static final int ATTEMPTS = 1_200;
  private static final String[] SETTINGS = {
    "tertulia.limits.rate-per-session=10000",
    "tertulia.limits.rate-per-address=100000",
    "tertulia.security.secret=a-secret-of-the-trial-that-is-long-enough"
  };

  @Test
  void one_node_keeps_the_promise() {
    try (PackagedNode node = PackagedNode.start(SETTINGS);
        Workload workload = new Workload(SHAPE, () -> List.of(address(node)))) {
      workload.start();
      run(workload, ATTEMPTS);
      workload.quiet();
      Verdict verdict = Oracle.judge(workload.journal());
      assertThat(verdict.clean()).as("%s", verdict).isTrue();
      assertThat(verdict.deliveries()).isGreaterThan(10_000);
      assertThat(verdict.acks()).isGreaterThan(1_000);
      assertThat(workload.journal().resumed()).isGreaterThanOrEqualTo(18);
    }
  }

  @Test
  void what_memory_loses_with_its_node_does_not_escape_the_oracle() {
    try (PackagedNode node = PackagedNode.start(SETTINGS);
        Workload workload = new Workload(SHAPE, () -> List.of(address(node)))) {
      workload.start();
      run(workload, ATTEMPTS / 2);
      node.kill();
      node.restart();
      workload.journal().mark("the node is back, empty");
      run(workload, 2 * ATTEMPTS);
      workload.quiet();
      Verdict verdict = Oracle.judge(workload.journal());
      assertThat(verdict.clean()).as("%s", verdict).isFalse();
      assertThat(verdict.lost()).isPositive();
      assertThat(verdict.resets()).isPositive();
      assertThat(verdict.repeated() + verdict.reordered() + verdict.phantoms()).isZero();
    }
  }

  private static URI address(PackagedNode node) {
    return URI.create("http://127.0.0.1:" + node.port());
  }

  /** So many attempts are about as many seconds times {@link Shape#messagesPerSecond}. */
  private static void run(Workload workload, int attempts) {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> workload.journal().attempts().size() >= attempts);
  }
}
