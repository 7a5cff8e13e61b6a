package io.tertulia.trial.rows.node;

import io.tertulia.trial.Fault;
import io.tertulia.trial.Trial;
import io.tertulia.trial.journal.Recoveries;
import io.tertulia.trial.journal.Seen;
import io.tertulia.trial.machine.Pause;
import io.tertulia.trial.oracle.Verdict;
import io.tertulia.trial.rig.RigNode;
import io.tertulia.trial.rig.Setup;
import io.tertulia.trial.witness.Witness;
import java.time.Duration;
import java.util.Set;

/** R7: a node is killed (-9) and comes back later. */
public final class NodeKilled implements Fault {
  private static final Duration OTHERS = Duration.ofSeconds(1);
  private static final Duration BACK_WITHIN = Duration.ofSeconds(5);

  /** The lease of a node and the grace of a member, as their defaults are. */
  private static final Duration LEASE = Duration.ofSeconds(6 + 4);

  private static final Duration STEP = Duration.ofMillis(100);

  @Override
  public Setup setup(Setup given) {
    return given.watchingLeaks();
  }

  @Override
  public void strike(Trial trial) {
    int times = trial.options().brief() ? 1 : 2;
    for (int i = 0; i < times; i++) {
      Pause.of(Duration.ofMillis(2000 + trial.random().nextInt(2000)));
      killAndStartAgain(trial, trial.anyNode());
    }
  }

  private static void killAndStartAgain(Trial trial, RigNode hurt) {
    RigNode other = trial.besides(hurt);
    Witness observer = trial.witnesses().one(other);
    int there = trial.witnesses().open().size();
    int lost = trial.witnesses().at(hurt).size();
    trial.findings().atMost(LEASE, "everybody counted before", untilCounted(observer, there));
    hurt.kill();
    long killed = System.nanoTime();
    trial.mark("node " + hurt.index() + " is killed");
    trial.findings().fired("node %d is dead".formatted(hurt.index()), !hurt.isAlive());
    trial
        .findings()
        .atMost(OTHERS, "delivery elsewhere", trial.witnesses().delivery(observer, LEASE));
    untilCounted(observer, there - lost);
    trial.findings().atMost(LEASE, "presence right", Duration.ofNanos(System.nanoTime() - killed));
    trial.witnesses().dismissClosed();
    trial.findings().holds("others stayed", trial.witnesses().open().size() == there - lost);
    hurt.startAgain();
    trial.witnesses().enter(hurt, lost);
    trial.findings().atMost(LEASE, "everybody counted after", untilCounted(observer, there));
  }

  /** Much longer than the bar when it never happens. */
  private static Duration untilCounted(Witness observer, int members) {
    long begun = System.nanoTime();
    long end = begun + LEASE.multipliedBy(3).toNanos();
    while (System.nanoTime() < end
        && observer.ask("members").message().path("count").asInt() != members) {
      Pause.of(STEP);
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  @Override
  public void judge(Trial trial, Verdict verdict) {
    Recoveries back = Recoveries.of(trial.journal(), Seen.Lost.BROKEN);
    trial.findings().fired("members cut off: " + back.count(), back.count() > 0);
    trial.findings().atMost(BACK_WITHIN, "members back, 99 of 100", back.within(99));
    trial.connectionsEndOnlyBy(Set.of(Seen.Lost.BROKEN));
  }
}
