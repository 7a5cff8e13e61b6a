package io.tertulia.trial.rows.redis;

import io.tertulia.trial.Fault;
import io.tertulia.trial.Trial;
import io.tertulia.trial.machine.Pause;
import io.tertulia.trial.rig.RigNode;
import io.tertulia.trial.witness.Answer;
import io.tertulia.trial.witness.Sayer;
import io.tertulia.trial.witness.Witness;
import java.time.Duration;
import java.util.List;

/** R15: Redis has no memory left. What is ephemeral, and what is stored, goes on. */
public final class OutOfMemory implements Fault {
  private static final int UNAVAILABLE = 140;
  private static final Duration HEARD_WITHIN = Duration.ofSeconds(2);
  private static final Duration STEP = Duration.ofMillis(20);

  @Override
  public void strike(Trial trial) {
    Pause.of(Duration.ofMillis(1000 + trial.random().nextInt(2000)));
    RigNode node = trial.anyNode();
    Witness speaker = trial.witnesses().one(node);
    Witness elsewhere = trial.witnesses().one(trial.besides(node));
    trial.rig().redis().ask("CONFIG", "SET", "maxmemory", "1mb");
    List<Sayer> sayers = trial.witnesses().onePerNode().stream().map(Sayer::begin).toList();
    Pause.of(Duration.ofSeconds(1));
    othersGoOn(trial, speaker, elsewhere);
    Pause.of(Duration.ofSeconds(trial.options().brief() ? 2 : 10));
    List<Answer> answers = sayers.stream().flatMap(sayer -> sayer.stop().stream()).toList();
    trial.rig().redis().ask("CONFIG", "SET", "maxmemory", "0");
    trial.mark("redis has memory again");
    trial.refused(RedisKilled.REFUSED_WITHIN, answers);
    trial
        .findings()
        .none(
            "answer but 140",
            answers.stream().map(Answer::code).filter(code -> code != UNAVAILABLE).toList());
    trial.caughtUp(RedisKilled.CAUGHT_UP_WITHIN, "fine again");
    trial.socketsStayOpen();
  }

  private static void othersGoOn(Trial trial, Witness speaker, Witness elsewhere) {
    trial.findings().holds("a signal is taken", speaker.signal("still-here").isDone());
    long end = System.nanoTime() + HEARD_WITHIN.toNanos();
    while (!elsewhere.heardSignal("still-here") && System.nanoTime() < end) {
      Pause.of(STEP);
    }
    trial
        .findings()
        .holds("a signal is heard at another node", elsewhere.heardSignal("still-here"));
    Answer history = elsewhere.ask("history");
    trial
        .findings()
        .holds(
            "history is read: " + history.message().path("entries").size() + " entries",
            !history.message().path("entries").isEmpty());
    trial.findings().holds("a room is joined", elsewhere.ask("join").isDone());
  }
}
