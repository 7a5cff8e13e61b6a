package io.tertulia.e2e.storm;

import io.tertulia.trial.machine.Pause;
import io.tertulia.trial.rig.RigNode;
import io.tertulia.trial.witness.Answer;
import io.tertulia.trial.witness.Witness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One in each room, at the nodes themselves: they go on saying things whatever the proxy does. */
final class Speakers implements AutoCloseable {
  private final List<Witness> speakers = new ArrayList<>();
  private final Map<String, Long> last = new ConcurrentHashMap<>();
  private final Duration every;
  private final Thread thread;
  private volatile boolean stopped;

  private Speakers(List<RigNode> nodes, int rooms, Duration every) {
    this.every = every;
    for (int i = 0; i < rooms; i++) {
      speakers.add(Witness.enter(nodes.get(i % nodes.size()).address(), Crowd.room(i), null));
    }
    this.thread = Thread.ofVirtual().start(this::run);
  }

  static Speakers begin(List<RigNode> nodes, int rooms, Duration every) {
    return new Speakers(nodes, rooms, every);
  }

  int count() {
    return speakers.size();
  }

  /** Says nothing any more; returns when all of it is answered. */
  void finish() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  /** The number of the last acknowledged message of a room. */
  long last(String room) {
    return last.getOrDefault(room, 0L);
  }

  @Override
  public void close() {
    finish();
    speakers.forEach(Witness::close);
  }

  private void run() {
    while (!stopped) {
      for (int room = 0; room < speakers.size() && !stopped; room++) {
        Answer answer = speakers.get(room).say("hola").join();
        if (answer.isDone()) {
          last.put(Crowd.room(room), answer.message().path("seq").asLong());
        }
        Pause.of(every);
      }
    }
  }
}
