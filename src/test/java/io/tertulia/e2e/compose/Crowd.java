package io.tertulia.e2e.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.trial.Options;
import io.tertulia.trial.journal.Journal;
import io.tertulia.trial.journal.Seen;
import io.tertulia.trial.machine.Machine;
import io.tertulia.trial.machine.Pause;
import io.tertulia.trial.machine.Use;
import io.tertulia.trial.oracle.Oracle;
import io.tertulia.trial.oracle.Verdict;
import io.tertulia.trial.workload.Pace;
import io.tertulia.trial.workload.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The people of a trial, who know one address: the proxy's. */
final class Crowd implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Between two things that happen. */
  private static final Duration WHILE = Duration.ofSeconds(6);

  private final Machine machine = Machine.watch();
  private final Options options;
  private final Workload workload;

  private Crowd(ComposeCluster cluster, long seed) {
    this.options = Options.gate(seed, 0);
    this.workload = new Workload(options.shape(), () -> List.of(cluster.address()));
  }

  static Crowd enters(ComposeCluster cluster, long seed) {
    Crowd crowd = new Crowd(cluster, seed);
    crowd.workload.start();
    Pace pace = cluster.pace(crowd.workload, crowd.options.shape().messagesPerSecond());
    System.out.println("calibrated: " + pace.setOn(crowd.workload));
    return crowd;
  }

  Journal journal() {
    return workload.journal();
  }

  /**
   * @return this moment, in the journal's time
   */
  long mark(String what) {
    journal().mark(what);
    return journal().now();
  }

  /** For a while. */
  void chats() {
    Pause.of(WHILE);
  }

  /** Until enough was said that the verdict counts. */
  void untilItCounts() {
    await().atMost(PATIENCE).until(() -> journal().received() >= options.deliveries());
  }

  /** Ends it and hears the oracle. */
  Verdict losesNothing() {
    workload.quiet();
    Verdict verdict = Oracle.judge(journal());
    System.out.println(verdict + "connections ended by " + journal().losses());
    assertThat(verdict.clean()).as("%s", verdict).isTrue();
    assertThat(verdict.deliveries()).isGreaterThanOrEqualTo(options.deliveries());
    assertThat(journal().resumed())
        .isGreaterThanOrEqualTo((long) Math.ceil(0.3 * options.shape().members()));
    return verdict;
  }

  /** What is asked behind this is of times; where they prove nothing the test counts as not run. */
  void assumeThatTimesCount() {
    Use use = machine.use();
    System.out.println(use);
    assumeThat(use.provesTimes()).as(use.complaint()).isTrue();
  }

  /** Beside what people do themselves. */
  void endsOnlyBy(Set<Integer> codes) {
    Map<Integer, Long> losses = new TreeMap<>(journal().losses());
    losses.remove(Seen.Lost.DROPPED);
    losses.keySet().removeAll(codes);
    if (losses.remove(Seen.Lost.SILENT) != null) {
      // Given up for want of a byte in time.
      assumeThatTimesCount();
      fail("%s", journal().losses());
    }
    assertThat(losses).isEmpty();
  }

  @Override
  public void close() {
    workload.close();
    machine.close();
  }
}
