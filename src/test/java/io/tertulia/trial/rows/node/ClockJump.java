package io.tertulia.trial.rows.node;

import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.trial.Fault;
import io.tertulia.trial.Trial;
import io.tertulia.trial.machine.Pause;
import io.tertulia.trial.rig.RigNode;
import io.tertulia.trial.rig.Setup;
import io.tertulia.trial.rows.redis.RedisKilled;
import io.tertulia.trial.witness.Answer;
import io.tertulia.trial.witness.Witness;
import java.time.Duration;
import java.util.List;

/** R17: the clock of a node is an hour wrong, in both directions. */
public final class ClockJump implements Fault {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration TAKES_EFFECT = Duration.ofSeconds(2);
  private static final Duration NEAR = Duration.ofSeconds(30);

  @Override
  public Setup setup(Setup given) {
    return given.withFakeClocks();
  }

  @Override
  public void strike(Trial trial) {
    RigNode hurt = trial.anyNode();
    for (Duration jump : List.of(HOUR, HOUR.negated(), Duration.ZERO)) {
      hurt.setClock(jump);
      Pause.of(TAKES_EFFECT);
      trial.mark("the clock of node " + hurt.index() + " jumped");
      seeThatItDid(trial, hurt, jump);
      Answer said = trial.witnesses().one(hurt).say("what time is it").join();
      trial.findings().holds("a message is stored there: " + said.code(), said.isDone());
      trial.caughtUp(RedisKilled.CAUGHT_UP_WITHIN, "all live with " + jump);
      Pause.of(Duration.ofSeconds(trial.options().brief() ? 2 : 15));
    }
    timesAreInOrder(trial);
    trial.socketsStayOpen();
  }

  private static void seeThatItDid(Trial trial, RigNode hurt, Duration jump) {
    try (Witness asked = Witness.enter(hurt.address(), trial.witnesses().room(), null)) {
      Duration wrong = Duration.ofMillis(asked.nodeTime() - System.currentTimeMillis());
      trial
          .findings()
          .fired(
              "the clock of node %d is wrong by %s".formatted(hurt.index(), wrong),
              wrong.minus(jump).abs().compareTo(NEAR) < 0);
    }
  }

  private static void timesAreInOrder(Trial trial) {
    Witness one = trial.witnesses().all().getFirst();
    long last = 0;
    long now = System.currentTimeMillis();
    boolean inOrder = true;
    boolean right = true;
    for (JsonNode message : one.messages()) {
      long at = message.path("at").asLong();
      inOrder &= at >= last;
      right &= at <= now + NEAR.toMillis() && at > now - HOUR.toMillis() + NEAR.toMillis();
      last = at;
    }
    trial.findings().holds("times of entries never go back", inOrder);
    trial.findings().holds("times of entries are those of the log", right);
  }
}
