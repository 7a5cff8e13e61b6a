package io.tertulia.ops.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.util.concurrent.EventExecutor;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tertulia.client.Management;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class HealthTest {
  @TestHTTPResource(value = "/", management = true)
  URI address;

  @Inject Vertx vertx;

  private Management management;

  @BeforeEach
  void find() {
    management = new Management(address);
  }

  @Test
  void a_node_that_hears_itself_is_live_ready_and_started() {
    await().until(() -> management.ready().startsWith("200"));
    assertThat(management.ready()).contains("this node heard itself");
    assertThat(management.started()).startsWith("200").contains("this node has heard itself");
    assertThat(management.live()).startsWith("200").contains("event loops run");
  }

  @Test
  void a_node_with_a_blocked_event_loop_is_not_live_until_the_loop_runs_again() {
    CountDownLatch free = new CountDownLatch(1);
    try {
      long blocked = blockOneThatDoesNotServeHealth(free);
      await().atMost(Duration.ofSeconds(9)).until(management::live, live -> live.startsWith("503"));
      assertThat(Duration.ofNanos(System.nanoTime() - blocked))
          .isGreaterThan(Duration.ofSeconds(3));
      assertThat(management.live())
          .containsPattern(
              "eventloop-thread-\\d+ has done nothing for \\d+ s: something blocks it");
    } finally {
      free.countDown();
    }
    await().until(management::live, live -> live.startsWith("200"));
    assertThat(management.measure("tertulia_eventloop_lag_seconds_max")).isGreaterThan(3);
  }

  /**
   * Health itself is served by one of the loops: blocking that one would leave us without an
   * answer.
   *
   * @return since when it is blocked, in nanoseconds
   */
  private long blockOneThatDoesNotServeHealth(CountDownLatch free) {
    for (EventExecutor loop : ((VertxInternal) vertx).getEventLoopGroup()) {
      CountDownLatch next = new CountDownLatch(1);
      long begun = System.nanoTime();
      loop.execute(() -> block(free, next));
      if (management.live().startsWith("200")) {
        return begun;
      }
      next.countDown();
    }
    throw new AssertionError("every event loop serves health");
  }

  private static void block(CountDownLatch free, CountDownLatch next) {
    while (free.getCount() > 0 && next.getCount() > 0) {
      Thread.onSpinWait();
    }
  }
}
