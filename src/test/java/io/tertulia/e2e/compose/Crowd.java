package io.tertulia.e2e.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.trial.Journal;
import io.tertulia.trial.Oracle;
import io.tertulia.trial.Seen;
import io.tertulia.trial.Verdict;
import io.tertulia.trial.Workload;
import io.tertulia.trial.rig.Options;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The people of a trial, who know one address: the proxy's. */
final class Crowd implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Said between two things that happen. */
  private static final int SOME = 800;

  /** A hundred thousand deliveries are so many attempts, as many as hear each. */
  private static final int COUNTING = 8_000;

  private final Options options;
  private final Workload workload;

  private Crowd(ComposeCluster cluster, long seed) {
    this.options = Options.full(seed, 0);
    this.workload = new Workload(options.shape(), () -> List.of(cluster.address()));
  }

  static Crowd enters(ComposeCluster cluster, long seed) {
    Crowd crowd = new Crowd(cluster, seed);
    crowd.workload.start();
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
    untilSaid(journal().attempts().size() + SOME);
  }

  /** Until enough was said that the verdict counts. */
  void untilItCounts() {
    untilSaid(COUNTING);
  }

  private void untilSaid(int attempts) {
    await().atMost(PATIENCE).until(() -> journal().attempts().size() >= attempts);
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

  /** Beside what people do themselves. */
  void endsOnlyBy(Set<Integer> codes) {
    Map<Integer, Long> losses = new TreeMap<>(journal().losses());
    losses.remove(Seen.Lost.DROPPED);
    losses.keySet().removeAll(codes);
    assertThat(losses).isEmpty();
  }

  @Override
  public void close() {
    workload.close();
  }
}
