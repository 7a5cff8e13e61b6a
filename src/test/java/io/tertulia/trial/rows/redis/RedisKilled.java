package io.tertulia.trial.rows.redis;

import io.tertulia.trial.Fault;
import io.tertulia.trial.Trial;
import io.tertulia.trial.machine.Pause;
import io.tertulia.trial.oracle.Verdict;
import io.tertulia.trial.witness.Answer;
import io.tertulia.trial.witness.Sayer;
import java.time.Duration;
import java.util.List;

/** R2: Redis is killed (-9) and started again with what its log of appends has. */
public final class RedisKilled implements Fault {
  public static final Duration REFUSED_WITHIN = Duration.ofSeconds(2);
  public static final Duration CAUGHT_UP_WITHIN = Duration.ofSeconds(5);

  @Override
  public void strike(Trial trial) {
    int times = trial.options().brief() ? 1 : 3;
    for (int i = 0; i < times; i++) {
      Pause.of(Duration.ofMillis(1000 + trial.random().nextInt(2000)));
      killAndStartAgain(trial);
    }
    trial.socketsStayOpen();
  }

  private static void killAndStartAgain(Trial trial) {
    long pid = trial.rig().redis().pid();
    trial.rig().redis().kill();
    List<Sayer> sayers = trial.witnesses().onePerNode().stream().map(Sayer::begin).toList();
    Pause.of(Duration.ofSeconds(trial.options().brief() ? 3 : 8));
    List<List<Answer>> answers = sayers.stream().map(Sayer::stop).toList();
    trial.mark("redis starts again");
    trial.rig().redis().startAgain();
    trial.mark("redis is back");
    trial.findings().fired("redis was another process", pid != trial.rig().redis().pid());
    answers.forEach(some -> trial.refused(REFUSED_WITHIN, some));
    trial.caughtUp(CAUGHT_UP_WITHIN, "caught up after redis was back");
  }

  @Override
  public void judge(Trial trial, Verdict verdict) {
    trial.findings().atMost(CAUGHT_UP_WITHIN, "slowest delivery", verdict.slowestDelivery());
  }
}
