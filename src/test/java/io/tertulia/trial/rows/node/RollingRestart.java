package io.tertulia.trial.rows.node;

import io.tertulia.trial.Fault;
import io.tertulia.trial.Trial;
import io.tertulia.trial.machine.Pause;
import io.tertulia.trial.oracle.Verdict;
import io.tertulia.trial.rig.RigNode;
import io.tertulia.trial.rig.Setup;
import io.tertulia.trial.rows.redis.RedisKilled;
import io.tertulia.trial.witness.Witness;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** R9: every node is told to end (SIGTERM) and started again, one after the other. */
public final class RollingRestart implements Fault {
  private static final Set<Integer> GOODBYES = Set.of(1001, 1012);
  private static final Duration GONE_WITHIN = Duration.ofSeconds(20);
  private static final Duration OTHERS = Duration.ofSeconds(1);
  private static final Duration BREATH = Duration.ofSeconds(2);

  @Override
  public Setup setup(Setup given) {
    return given.watchingLeaks();
  }

  @Override
  public void strike(Trial trial) {
    for (RigNode node : trial.rig().nodes()) {
      Pause.of(BREATH);
      restart(trial, node);
    }
    trial.caughtUp(RedisKilled.CAUGHT_UP_WITHIN, "all live after it");
  }

  private static void restart(Trial trial, RigNode node) {
    List<Witness> there = trial.witnesses().at(node);
    long told = System.nanoTime();
    CompletableFuture<Process> gone = node.terminate();
    trial.mark("node " + node.index() + " is told to end");
    List<Integer> codes = there.stream().map(witness -> witness.awaitClose(GONE_WITHIN)).toList();
    gone.join();
    Duration took = Duration.ofNanos(System.nanoTime() - told);
    trial.findings().fired("node %d ended".formatted(node.index()), !node.isAlive());
    trial.findings().atMost(GONE_WITHIN, "gone", took);
    trial
        .findings()
        .none(
            "goodbye but 1001 and 1012",
            codes.stream().filter(code -> !GOODBYES.contains(code)).toList());
    trial
        .findings()
        .atMost(
            OTHERS,
            "delivery elsewhere",
            trial.witnesses().delivery(trial.witnesses().one(trial.besides(node)), GONE_WITHIN));
    trial.witnesses().dismissClosed();
    node.startAgain();
    trial.witnesses().enter(node, there.size());
  }

  @Override
  public void judge(Trial trial, Verdict verdict) {
    trial.connectionsEndOnlyBy(GOODBYES);
  }
}
