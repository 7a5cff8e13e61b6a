package io.tertulia.e2e.proxy;

import io.tertulia.client.socket.RawSocket;
import io.tertulia.trial.machine.Pause;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Shakes hands through a proxy ten times a second, and counts how that was answered. */
final class Knocker {
  private static final Duration EVERY = Duration.ofMillis(100);

  private final URI door;
  private final Thread thread;

  /** By the own thread, until it has ended. */
  private final Map<String, Integer> answers = new TreeMap<>();

  private volatile boolean stopped;

  private Knocker(URI door) {
    this.door = door;
    this.thread = Thread.ofVirtual().start(this::run);
  }

  static Knocker begin(URI door) {
    return new Knocker(door);
  }

  /** How often each status came; {@code none} for no answer at all. */
  Map<String, Integer> stop() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
    return answers;
  }

  private void run() {
    while (!stopped) {
      answers.merge(knock(), 1, Integer::sum);
      Pause.of(EVERY);
    }
  }

  private String knock() {
    try (RawSocket socket = RawSocket.connect(door)) {
      return socket.send(RawSocket.handshake("/chat/knock")).response().split(" ")[1];
    } catch (java.io.UncheckedIOException e) {
      return "none";
    }
  }
}
