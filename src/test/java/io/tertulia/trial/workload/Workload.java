package io.tertulia.trial.workload;

import io.tertulia.trial.crowd.Histories;
import io.tertulia.trial.crowd.Member;
import io.tertulia.trial.crowd.Publisher;
import io.tertulia.trial.crowd.person.Scene;
import io.tertulia.trial.journal.Cursor;
import io.tertulia.trial.journal.Journal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Members who join, leave, lose their connection and resume, and publishers who speak through every
 * door and node, all following the wire contract. The seed repeats every choice.
 */
public final class Workload implements AutoCloseable {
  /** Bounds of each wait; what is not there by then is for the oracle to see. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** After a call of Redis that gave no answer a node has looked again by then. */
  private static final Duration LONGER_THAN_A_CALL = Duration.ofSeconds(3);

  private final Journal journal = new Journal();
  private final List<String> rooms = new ArrayList<>();
  private final List<Member> members = new ArrayList<>();
  private final List<Publisher> publishers = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http;
  private final Histories histories;

  /**
   * @param seed repeats every choice
   * @param resuming the part of the members (0 to 1) who drop their connection now and then
   * @param messagesPerSecond of all publishers together, at most: see {@link Pace}
   * @param filling characters of a text, of two bytes each
   */
  public record Shape(
      long seed,
      int rooms,
      int members,
      int publishers,
      double resuming,
      int messagesPerSecond,
      int filling) {
    /** Of a text as people write it. */
    public static final int SHORT = 30;

    public Shape withSeed(long other) {
      return new Shape(other, rooms, members, publishers, resuming, messagesPerSecond, filling);
    }

    public Shape filledWith(int characters) {
      return new Shape(seed, rooms, members, publishers, resuming, messagesPerSecond, characters);
    }
  }

  /**
   * @param nodes base addresses (http://host:port) of the nodes that may be used now
   */
  public Workload(Shape shape, Supplier<List<URI>> nodes) {
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .executor(threads)
            .build();
    Scene scene = new Scene(journal, nodes, http);
    SplittableRandom random = new SplittableRandom(shape.seed());
    this.histories = new Histories(scene, random.split());
    // No part of the choices: a run must not find the messages of another with the same seed.
    String run = Long.toString(System.nanoTime(), 36);
    for (int i = 0; i < shape.rooms(); i++) {
      rooms.add("trial-" + run + "-" + i);
    }
    invite(shape, scene, random);
  }

  /** Members join, spread over the nodes; once they are in, publishers begin. */
  public void start() {
    publishers.forEach(Publisher::start);
    members.forEach(Member::start);
    if (!within(this::allAreIn)) {
      throw new IllegalStateException("not everybody came in within " + PATIENCE);
    }
    members.forEach(Member::live);
    publishers.forEach(Publisher::live);
  }

  /**
   * Publishers stop; waits, within bounds, until each member is live in all its rooms and has what
   * the log has; then reads every room's history as the final truth.
   */
  public void quiet() {
    members.forEach(Member::settle);
    publishers.forEach(Publisher::settle);
    within(() -> publishers.stream().allMatch(Publisher::isIdle));
    within(
        () ->
            members.stream().allMatch(Member::isLive)
                && publishers.stream().allMatch(Publisher::isLive));
    // Twice: a node that does not reach Redis just then answers by what it holds, which may be a
    // moment old.
    within(this::allHaveWhatTheLogHas);
    pause(LONGER_THAN_A_CALL);
    within(this::allHaveWhatTheLogHas);
    for (String room : rooms) {
      try {
        journal.truth(room, histories.read(room));
      } catch (IOException e) {
        journal.mark("no final history of " + room + ": " + e);
      }
    }
  }

  /** From now on so much is said, by all publishers together. */
  void pace(double messagesPerSecond) {
    publishers.forEach(
        publisher -> publisher.every(1_000.0 * publishers.size() / messagesPerSecond));
  }

  /** That many who never lose their connection by themselves, a few of all at least. */
  public List<Member> steady(int count) {
    return List.copyOf(members.subList(members.size() - count, members.size()));
  }

  /** The newest entry of a room, as its history tells it. */
  public Cursor head(String room) throws IOException {
    return histories.head(room);
  }

  public Journal journal() {
    return journal;
  }

  @Override
  public void close() {
    publishers.forEach(Publisher::close);
    members.forEach(Member::close);
    http.shutdownNow();
    threads.close();
  }

  private void invite(Shape shape, Scene scene, SplittableRandom random) {
    double period = 1_000.0 * shape.publishers() / shape.messagesPerSecond();
    for (int i = 0; i < shape.publishers(); i++) {
      // By turns, so that every trial has both kinds.
      Publisher.Habits habits = new Publisher.Habits(i % 3 != 2, period, shape.filling());
      publishers.add(new Publisher("pub-" + i, spoken(i, shape), habits, scene, random.split()));
    }
    for (int i = 0; i < shape.members(); i++) {
      Set<String> some = new TreeSet<>();
      some.add(rooms.get(i % rooms.size()));
      int wanted = Math.min(rooms.size(), random.nextInt(3, 8));
      while (some.size() < wanted) {
        some.add(rooms.get(random.nextInt(rooms.size())));
      }
      boolean dropping = i < Math.ceil(shape.resuming() * shape.members());
      members.add(new Member("member-" + i, some, dropping, scene, random.split()));
    }
  }

  /** Every room has two publishers, so that senders compete for its order. */
  private Collection<String> spoken(int publisher, Shape shape) {
    Set<String> some = new LinkedHashSet<>();
    for (int r = 0; r < rooms.size(); r++) {
      int first = r % shape.publishers();
      int second = (r + 1 + r / shape.publishers()) % shape.publishers();
      if (publisher == first || publisher == second) {
        some.add(rooms.get(r));
      }
    }
    if (some.isEmpty()) {
      some.add(rooms.get(publisher % rooms.size()));
    }
    return some;
  }

  private boolean allAreIn() {
    return members.stream().allMatch(Member::isIn)
        && publishers.stream().allMatch(Publisher::isLive);
  }

  private boolean allHaveWhatTheLogHas() {
    try {
      for (String room : rooms) {
        Cursor head = histories.head(room);
        for (Member member : members) {
          if (member.rooms().contains(room) && !head.equals(member.cursor(room))) {
            return false;
          }
        }
        for (Publisher publisher : publishers) {
          if (publisher.rooms().contains(room) && !head.equals(publisher.cursor(room))) {
            return false;
          }
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean within(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      pause(Duration.ofMillis(100));
    }
    return true;
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }
}
