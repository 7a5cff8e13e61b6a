package io.tertulia.ops.health;

import static io.tertulia.ops.health.ProbesTest.State.DRAINING;
import static io.tertulia.ops.health.ProbesTest.State.LOOP_BLOCKED;
import static io.tertulia.ops.health.ProbesTest.State.READY;
import static io.tertulia.ops.health.ProbesTest.State.REDIS_LOST;
import static io.tertulia.ops.health.ProbesTest.State.REDIS_NEVER_SEEN;
import static io.tertulia.ops.health.ProbesTest.State.STARTING;
import static io.tertulia.ops.health.ProbesTest.State.UNCHECKED;
import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.room.MessageLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the three probes answer in every state that a node can be in. */
class ProbesTest {
  private static final String LOST = "Redis at 10.0.0.7:6379 cannot be reached.";
  private static final boolean YES = true;
  private static final boolean NO = false;

  private final LonelyNode node = new LonelyNode();
  private final Log log = new Log();
  private final ScheduledExecutorService loop = new ScheduledThreadPoolExecutor(1);
  private final CountDownLatch free = new CountDownLatch(1);
  private boolean draining;
  private long loopNanos;

  enum State {
    STARTING,
    READY,
    REDIS_NEVER_SEEN,
    REDIS_LOST,
    DRAINING,
    LOOP_BLOCKED,
    UNCHECKED
  }

  static Stream<Arguments> table() {
    return Stream.of(
        Arguments.of(STARTING, YES, NO, NO, "not yet heard itself"),
        Arguments.of(READY, YES, YES, YES, "heard itself 0 s ago"),
        Arguments.of(REDIS_NEVER_SEEN, YES, NO, NO, LOST),
        Arguments.of(REDIS_LOST, YES, YES, YES, LOST),
        Arguments.of(DRAINING, YES, NO, YES, "shutting down"),
        Arguments.of(LOOP_BLOCKED, NO, YES, YES, "has done nothing for 6 s"),
        Arguments.of(UNCHECKED, YES, YES, YES, "last compared with the log 6 s ago"));
  }

  @ParameterizedTest
  @MethodSource("table")
  void a_node_in_each_state_answers_as_the_table_says(
      State state, boolean live, boolean ready, boolean started, String why) {
    EventLoopMonitor monitor = new EventLoopMonitor(() -> loopNanos);
    bring(state, monitor);
    List<HealthCheckResponse> answers =
        Stream.<HealthCheck>of(
                new LiveCheck(monitor),
                new ReadyCheck(node.probe, () -> draining, log),
                new StartedCheck(node.probe))
            .map(HealthCheck::call)
            .toList();
    assertThat(answers)
        .extracting(answer -> answer.getStatus() == HealthCheckResponse.Status.UP)
        .as("live, ready, started")
        .containsExactly(live, ready, started);
    assertThat(answers)
        .flatExtracting(answer -> answer.getData().orElseThrow().values())
        .anySatisfy(words -> assertThat(words.toString()).contains(why));
  }

  @AfterEach
  void end() {
    free.countDown();
    loop.shutdownNow();
  }

  private void bring(State state, EventLoopMonitor monitor) {
    if (state == LOOP_BLOCKED) {
      loop.execute(this::block);
    }
    monitor.watch(List.of(loop), lag -> {});
    if (state != STARTING && state != REDIS_NEVER_SEEN) {
      node.house.open();
    }
    node.talk();
    switch (state) {
      case STARTING, READY -> {}
      case REDIS_NEVER_SEEN, REDIS_LOST -> log.trouble = LOST;
      case DRAINING -> draining = true;
      case LOOP_BLOCKED -> loopNanos = Duration.ofSeconds(6).toNanos();
      case UNCHECKED -> log.unchecked = Duration.ofSeconds(6);
    }
  }

  private void block() {
    try {
      free.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** As good as it is told to be. */
  private static final class Log implements MessageLog.State {
    private @Nullable String trouble;
    private Duration unchecked = Duration.ZERO;

    @Override
    public int rooms() {
      return 0;
    }

    @Override
    public long bytes() {
      return 0;
    }

    @Override
    public boolean isUp() {
      return trouble == null;
    }

    @Override
    public Duration unchecked() {
      return unchecked;
    }

    @Override
    public Duration patience() {
      return Duration.ofMinutes(5);
    }

    @Override
    public @Nullable String trouble() {
      return trouble;
    }
  }
}
