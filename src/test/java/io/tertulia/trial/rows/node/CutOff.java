package io.tertulia.trial.rows.node;

import io.tertulia.trial.Fault;
import io.tertulia.trial.Trial;
import io.tertulia.trial.machine.Pause;
import io.tertulia.trial.oracle.Verdict;
import io.tertulia.trial.rig.RigNode;
import io.tertulia.trial.rows.redis.RedisKilled;
import io.tertulia.trial.witness.Answer;
import io.tertulia.trial.witness.Sayer;
import java.time.Duration;
import java.util.List;

/** R6: one node is cut off from Redis without a word; nothing is closed. */
public final class CutOff implements Fault {
  private static final Duration OTHERS = Duration.ofSeconds(1);
  private final Duration length;

  public CutOff(Duration length) {
    this.length = length;
  }

  @Override
  public void strike(Trial trial) {
    Pause.of(Duration.ofMillis(1000 + trial.random().nextInt(2000)));
    RigNode hurt = trial.anyNode();
    int silenced = hurt.link().silence();
    Sayer cutOff = Sayer.begin(trial.witnesses().one(hurt));
    Sayer other = Sayer.begin(trial.witnesses().one(trial.besides(hurt)));
    Pause.of(length);
    List<Answer> answers = cutOff.stop();
    List<Answer> others = other.stop();
    // Before, not after: what was held back may arrive before the next line of this thread runs.
    trial.mark("node " + hurt.index() + " gets Redis again");
    hurt.link().heal();
    trial
        .findings()
        .fired(
            "%d connections of node %d silent for %s".formatted(silenced, hurt.index(), length),
            silenced > 0);
    trial.refused(RedisKilled.REFUSED_WITHIN, answers);
    trial
        .findings()
        .none(
            "refusal at another node", others.stream().filter(answer -> !answer.isDone()).toList());
    others.stream()
        .map(Answer::after)
        .max(Duration::compareTo)
        .ifPresent(slowest -> trial.findings().atMost(OTHERS, "slowest ack elsewhere", slowest));
    trial.caughtUp(RedisKilled.CAUGHT_UP_WITHIN, "converged after healing");
    trial.socketsStayOpen();
  }

  @Override
  public void judge(Trial trial, Verdict verdict) {
    trial
        .findings()
        .atMost(RedisKilled.CAUGHT_UP_WITHIN, "slowest delivery", verdict.slowestDelivery());
  }
}
