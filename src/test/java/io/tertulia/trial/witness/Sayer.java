package io.tertulia.trial.witness;

import io.tertulia.trial.machine.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Says something through one witness five times a second until it is stopped. */
public final class Sayer {
  private static final Duration EVERY = Duration.ofMillis(200);

  private final Witness witness;
  private final Thread thread;

  /** By the own thread, until it has ended. */
  private final List<CompletableFuture<Answer>> answers = new ArrayList<>();

  private volatile boolean stopped;

  private Sayer(Witness witness) {
    this.witness = witness;
    this.thread = Thread.ofVirtual().start(this::run);
  }

  public static Sayer begin(Witness witness) {
    return new Sayer(witness);
  }

  /** Every answer, also those that are still to come. */
  public List<Answer> stop() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return answers.stream().map(CompletableFuture::join).toList();
  }

  private void run() {
    while (!stopped) {
      answers.add(witness.say("is anybody there"));
      Pause.of(EVERY);
    }
  }
}
