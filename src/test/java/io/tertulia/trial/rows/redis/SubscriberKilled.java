package io.tertulia.trial.rows.redis;

import io.tertulia.trial.Fault;
import io.tertulia.trial.Trial;
import io.tertulia.trial.machine.Pause;
import io.tertulia.trial.oracle.Verdict;
import io.tertulia.trial.rig.RigNode;
import java.time.Duration;

/** R4: the connection that hears is killed again and again, by Redis and by the network. */
public final class SubscriberKilled implements Fault {
  private static final Duration FOUND_WITHIN = Duration.ofSeconds(2);
  private static final Duration EACH = Duration.ofSeconds(30);

  private long byRedis;
  private long byNetwork;

  @Override
  public void strike(Trial trial) {
    int times = trial.options().brief() ? 8 : 40;
    Duration slowest = Duration.ZERO;
    for (int i = 0; i < times; i++) {
      Pause.of(Duration.ofMillis(300 + trial.random().nextInt(900)));
      RigNode hurt = trial.anyNode();
      kill(trial, hurt, i % 2 == 0);
      // Right after it: whoever hears this at once has not lost the connection, or has it again.
      Duration found = trial.witnesses().delivery(trial.witnesses().one(trial.besides(hurt)), EACH);
      slowest = found.compareTo(slowest) > 0 ? found : slowest;
    }
    trial.findings().fired("subscriptions killed by Redis: " + byRedis, byRedis >= times / 2);
    trial.findings().fired("by the network: " + byNetwork, byNetwork >= times / 4);
    trial.findings().atMost(FOUND_WITHIN, "slowest to be found", slowest);
    trial.mark("subscriptions are left alone");
    trial.caughtUp(RedisKilled.CAUGHT_UP_WITHIN, "all live after it");
    trial.socketsStayOpen();
  }

  private void kill(Trial trial, RigNode hurt, boolean inRedis) {
    if (inRedis) {
      byRedis += (long) trial.rig().redis().ask("CLIENT", "KILL", "TYPE", "pubsub");
    } else {
      byNetwork += hurt.link().marked().cut();
    }
  }

  @Override
  public void judge(Trial trial, Verdict verdict) {
    trial.findings().atMost(FOUND_WITHIN, "slowest delivery", verdict.slowestDelivery());
  }
}
