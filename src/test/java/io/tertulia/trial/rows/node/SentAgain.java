package io.tertulia.trial.rows.node;

import io.tertulia.trial.Fault;
import io.tertulia.trial.Trial;
import io.tertulia.trial.machine.Pause;
import io.tertulia.trial.rig.RigNode;
import io.tertulia.trial.rows.redis.RedisKilled;
import io.tertulia.trial.witness.Answer;
import io.tertulia.trial.witness.Witness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** R14: a client's patience ends before the ack comes, and it says the same again, elsewhere. */
public final class SentAgain implements Fault {
  /** In each direction: an answer takes twice as long, and still comes. */
  private static final Duration SLOW = Duration.ofMillis(350);

  private static final Duration PATIENCE = Duration.ofMillis(300);

  private record Twice(CompletableFuture<Answer> first, CompletableFuture<Answer> second) {}

  @Override
  public void strike(Trial trial) {
    RigNode slow = trial.anyNode();
    Witness there = trial.witnesses().one(slow);
    Witness elsewhere =
        Witness.enter(trial.besides(slow).address(), trial.witnesses().room(), there.resume());
    slow.link().slowDown(SLOW);
    List<Twice> all = new ArrayList<>();
    int times = trial.options().brief() ? 12 : 100;
    long late = 0;
    for (int i = 0; i < times; i++) {
      String key = there.newKey();
      CompletableFuture<Answer> first = there.say(key, "twice");
      Pause.of(PATIENCE);
      late += first.isDone() ? 0 : 1;
      all.add(new Twice(first, elsewhere.say(key, "twice")));
    }
    all.forEach(twice -> twice.first.join());
    slow.link().heal();
    trial.mark("the network is fast again");
    trial.findings().fired("acks that came too late: " + late + " of " + times, late >= times / 2);
    trial.caughtUp(RedisKilled.CAUGHT_UP_WITHIN, "all live after it");
    judge(trial, all);
    elsewhere.close();
    trial.socketsStayOpen();
  }

  private static void judge(Trial trial, List<Twice> all) {
    List<Answer> second = all.stream().map(twice -> twice.second.join()).toList();
    trial
        .findings()
        .none("second saying without an ack", second.stream().filter(a -> !a.isDone()).toList());
    trial
        .findings()
        .none(
            "two sayings with two mids",
            all.stream()
                .filter(twice -> twice.first.join().isDone())
                .filter(twice -> !twice.first.join().mid().equals(twice.second.join().mid()))
                .toList());
    trial
        .findings()
        .none(
            "saying that was not delivered once",
            second.stream()
                .map(Answer::mid)
                .filter(
                    mid ->
                        trial.witnesses().open().stream()
                            .anyMatch(witness -> witness.entries(mid).size() != 1))
                .toList());
  }
}
