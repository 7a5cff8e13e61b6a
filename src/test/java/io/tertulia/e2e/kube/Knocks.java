package io.tertulia.e2e.kube;

import io.tertulia.client.Word;
import io.tertulia.client.socket.Link;
import io.tertulia.client.socket.Opening;
import io.tertulia.trial.machine.Pause;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody who comes in again and again, and looks which node lets it in, and which have to go. */
final class Knocks implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration EVERY = Duration.ofMillis(100);

  private final URI address;
  private final List<Entry> entries = new CopyOnWriteArrayList<>();
  private final List<String> refusals = new CopyOnWriteArrayList<>();
  private final Map<String, Long> toldToGo = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean stopped;

  /**
   * @param at by the monotonic clock
   */
  private record Entry(long at, String node) {}

  Knocks(URI address) {
    this.address = address;
    this.thread = Thread.startVirtualThread(this::knock);
  }

  /** It was told to go, at this moment at the latest. */
  void leaves(String node) {
    toldToGo.putIfAbsent(node, System.nanoTime());
  }

  long count() {
    return entries.size();
  }

  /** Everything but a welcome. */
  List<String> refusals() {
    return List.copyOf(refusals);
  }

  /** The nodes that were seen going. */
  List<String> gone() {
    return List.copyOf(toldToGo.keySet());
  }

  /** Who was let in by a node so long after it was told to go, or later. */
  List<String> lateEntries(Duration after) {
    return entries.stream()
        .filter(entry -> toldToGo.containsKey(entry.node()))
        .map(entry -> entry.at() - toldToGo.get(entry.node()))
        .filter(late -> late > after.toNanos())
        .map(late -> Duration.ofNanos(late).toMillis() + " ms")
        .toList();
  }

  private void knock() {
    while (!stopped) {
      try {
        entries.add(new Entry(System.nanoTime(), comeIn()));
      } catch (IOException e) {
        refusals.add(e.toString());
      }
      Pause.of(EVERY);
    }
  }

  private String comeIn() throws IOException {
    Link link = Opening.chat(address).within(PATIENCE).open();
    try {
      link.send("{\"type\":\"hello\",\"id\":1,\"name\":\"knock\"}");
      Word word = Word.read(link.read());
      while (word.type().equals("goaway")) {
        // The protocol allows it at any time, also before the welcome.
        word = Word.read(link.read());
      }
      if (!word.type().equals("welcome")) {
        throw new IOException("no welcome: " + word);
      }
      link.sayGoodbye();
      return word.text("node");
    } finally {
      link.abort();
    }
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
