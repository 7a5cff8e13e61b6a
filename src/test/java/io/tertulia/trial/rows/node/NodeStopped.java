package io.tertulia.trial.rows.node;

import io.tertulia.trial.Fault;
import io.tertulia.trial.Trial;
import io.tertulia.trial.machine.Pause;
import io.tertulia.trial.rig.RigNode;
import io.tertulia.trial.witness.Answer;
import io.tertulia.trial.witness.Witness;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** R8: a node stands still (SIGSTOP) and goes on later (SIGCONT), with all that waited for it. */
public final class NodeStopped implements Fault {
  private static final int DRAINING = 141;

  /** Older than this a command that has not gone to Redis is refused. */
  private static final Duration OLD = Duration.ofMillis(2500);

  private static final Duration GOES_ON_WITHIN = Duration.ofSeconds(10);
  private final Duration length;

  public NodeStopped(Duration length) {
    this.length = length;
  }

  @Override
  public boolean standsStill() {
    return true;
  }

  @Override
  public void strike(Trial trial) {
    Pause.of(Duration.ofMillis(1000 + trial.random().nextInt(2000)));
    RigNode hurt = trial.anyNode();
    Witness there = trial.witnesses().one(hurt);
    Witness elsewhere =
        Witness.enter(trial.besides(hurt).address(), trial.witnesses().room(), there.resume());
    // Under way at the moment of the stop.
    CompletableFuture<Answer> before = there.say("before");
    hurt.freeze();
    trial.mark("node " + hurt.index() + " stands still");
    String both = there.newKey();
    Pause.of(length.minus(OLD));
    CompletableFuture<Answer> twice = there.sayPatiently(both, "twice");
    CompletableFuture<Answer> old = there.sayPatiently(there.newKey(), "old");
    Answer once = elsewhere.say(both, "twice").join();
    boolean silent = !twice.isDone() && !old.isDone();
    Pause.of(OLD);
    hurt.thaw();
    trial.mark("node " + hurt.index() + " goes on");
    trial.findings().fired("node %d stood still for %s".formatted(hurt.index(), length), silent);
    trial.findings().holds("the same message was stored elsewhere: " + once, once.isDone());
    trial
        .findings()
        .holds("an old command is refused with 141: " + old.join(), old.join().code() == DRAINING);
    Answer again = twice.join();
    trial
        .findings()
        .holds(
            "the same one is refused or recognised: " + again,
            again.code() == DRAINING || again.isDone() && again.mid().equals(once.mid()));
    trial.findings().holds("what was under way is answered: " + before.join(), before.isDone());
    trial.caughtUp(GOES_ON_WITHIN, "all live after it");
    trial
        .findings()
        .holds(
            "it was delivered once",
            trial.witnesses().open().stream()
                .allMatch(witness -> witness.entries(once.mid()).size() == 1));
    elsewhere.close();
  }
}
