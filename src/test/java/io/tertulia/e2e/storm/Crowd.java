package io.tertulia.e2e.storm;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.trial.machine.Pause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.awaitility.Awaitility;

/** Visitors from some addresses, in some rooms. By one thread. */
final class Crowd implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(50);

  private final URI door;
  private final Random random;
  private final List<Visitor> all = new ArrayList<>();

  Crowd(URI door, long seed) {
    this.door = door;
    this.random = new Random(seed);
  }

  /** The name of a room. */
  static String room(int index) {
    return "storm-" + index;
  }

  /** So many more come, evenly within a time. */
  List<Visitor> enter(int count, Addresses addresses, int rooms, Duration within) {
    List<Visitor> more = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String room = room(i % rooms);
      Visitor visitor = new Visitor(door, addresses.get(i), room, random.nextLong());
      more.add(visitor);
      visitor.start(within.multipliedBy(i).dividedBy(count));
    }
    all.addAll(more);
    return more;
  }

  /** Local ones: {@code net} and a number from 1 on. */
  record Addresses(String net, int count) {
    InetAddress get(int index) {
      try {
        return InetAddress.getByName(net + (1 + index % count));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  List<Visitor> all() {
    return all;
  }

  /** Waits until so many are live. */
  boolean await(long count, Duration patience) {
    long until = System.nanoTime() + patience.toNanos();
    while (live() < count && System.nanoTime() < until) {
      Pause.of(LOOK);
    }
    return live() >= count;
  }

  long live() {
    return all.stream().filter(Visitor::isLive).count();
  }

  /** How long it took until so many of a hundred were live, from a moment on; of all that are. */
  Duration back(int percent, long since) {
    List<Long> times = all.stream().map(visitor -> visitor.liveAt() - since).sorted().toList();
    return Duration.ofNanos(times.get((int) Math.ceil(all.size() * percent / 100.0) - 1));
  }

  Map<String, Long> byNode() {
    return all.stream().collect(groupingBy(Visitor::node, TreeMap::new, counting()));
  }

  int sum(ToIntFunction<Visitor> of) {
    return all.stream().mapToInt(of).sum();
  }

  /** Everybody has all that was said, once. */
  void assertComplete(Speakers speakers) {
    speakers.finish();
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> all.stream().allMatch(it -> it.seen() >= speakers.last(it.room())));
    assertThat(sum(Visitor::missed)).as("missed").isZero();
    assertThat(sum(Visitor::repeated)).as("repeated").isZero();
  }

  /** As {@link #assertComplete}, and nobody lost its connection. */
  void assertUndisturbed(Speakers speakers) {
    assertComplete(speakers);
    assertThat(sum(Visitor::losses)).as("lost connections").isZero();
  }

  @Override
  public void close() {
    all.forEach(Visitor::stop);
  }
}
