package io.tertulia.trial.rows.redis;

import io.tertulia.redis.RedisServer;
import io.tertulia.trial.Fault;
import io.tertulia.trial.Trial;
import io.tertulia.trial.machine.Pause;
import io.tertulia.trial.oracle.Verdict;
import io.tertulia.trial.witness.Witness;
import java.time.Duration;
import java.util.List;

/** R3: Redis forgets everything, while it runs and by coming back empty. */
public final class RedisWiped implements Fault {
  private static final Duration TOLD_WITHIN = Duration.ofSeconds(5);

  @Override
  public void strike(Trial trial) {
    Pause.of(Duration.ofMillis(1000 + trial.random().nextInt(2000)));
    wipe(trial, "FLUSHALL", RedisWiped::flush);
    Pause.of(Duration.ofSeconds(2));
    wipe(trial, "an empty Redis in its place", RedisWiped::replace);
    trial.socketsStayOpen();
  }

  private static void wipe(Trial trial, String how, java.util.function.Consumer<Trial> act) {
    List<Witness> witnesses = trial.witnesses().all();
    List<Integer> before = witnesses.stream().map(witness -> witness.resets().size()).toList();
    act.accept(trial);
    trial.mark(how);
    trial.caughtUp(TOLD_WITHIN, "live again after " + how);
    long told = 0;
    for (int i = 0; i < witnesses.size(); i++) {
      told += witnesses.get(i).resets().size() > before.get(i) ? 1 : 0;
    }
    trial.findings().atLeast(witnesses.size(), "witnesses told of " + how + " by a reset", told);
  }

  private static void flush(Trial trial) {
    RedisServer redis = trial.rig().redis();
    Object before = redis.ask("DBSIZE");
    Object answer = redis.ask("FLUSHALL");
    trial.findings().fired("FLUSHALL of " + before + " keys: " + answer, "OK".equals(answer));
  }

  private static void replace(Trial trial) {
    RedisServer old = trial.rig().redis();
    RedisServer empty = trial.rig().newRedis();
    Object keys = empty.ask("DBSIZE");
    old.kill();
    trial.rig().promote(empty);
    trial.findings().fired("a Redis with " + keys + " keys", "0".equals(String.valueOf(keys)));
  }

  @Override
  public void judge(Trial trial, Verdict verdict) {
    trial.findings().atLeast(1, "resets of members", verdict.resets());
    trial.findings().atMost(TOLD_WITHIN, "slowest delivery", verdict.slowestDelivery());
  }
}
