package io.tertulia.cluster.sim;

import io.tertulia.cluster.log.model.ModelRedis;
import io.tertulia.cluster.log.model.ModelRedis.State;
import io.tertulia.cluster.redis.log.LogLimits;
import io.tertulia.room.RoomId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/** Time, chance, the Redis of the moment and the nodes. One thread. */
final class World {
  static final RoomId ROOM = new RoomId("plaza");

  /** What the clock of every Redis shows when the world begins. */
  private static final long EPOCH = 1_000_000_000_000L;

  final Random random;
  final LogLimits limits;
  final List<SimNode> nodes = new ArrayList<>();
  final Truth truth = new Truth();

  /** How likely a push is lost on its way. */
  double pushLoss;

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::time).thenComparingLong(Event::order));
  private long now;
  private long order;
  private int names;
  private SimRedis redis;

  private record Event(long time, long order, Runnable task) {}

  World(long seed) {
    random = new Random(seed);
    boolean little = random.nextInt(4) == 0;
    // Some recognise a key for less long than a command may lie somewhere.
    Duration window = random.nextInt(3) == 0 ? Duration.ofSeconds(20) : Duration.ofMinutes(10);
    limits = new LogLimits(little ? 25 : 10_000, Duration.ofHours(1), 1L << 30, window);
    redis = new SimRedis(this, State.empty());
    int count = 2 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      nodes.add(new SimNode(this, "n" + i));
    }
  }

  long now() {
    return now;
  }

  long wall() {
    return EPOCH + now;
  }

  String name(String prefix) {
    return prefix + names++;
  }

  SimRedis redis() {
    return redis;
  }

  void at(long delay, Runnable task) {
    events.add(new Event(now + Math.max(0, delay), order++, task));
  }

  long between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  SimNode anyNode() {
    return nodes.get(random.nextInt(nodes.size()));
  }

  /** Another Redis takes over with this state; the old one ends unless it is kept. */
  SimRedis replaceRedis(State state, boolean keep) {
    SimRedis old = redis;
    redis = new SimRedis(this, state);
    if (!keep) {
      old.end();
    }
    return old;
  }

  /** Back to one that was there before, as it was. */
  void returnTo(SimRedis earlier) {
    SimRedis old = redis;
    redis = earlier;
    if (earlier.model().isReplica()) {
      earlier.model().promote(name("replid"));
    }
    old.end();
  }

  /** A replica takes over and the master becomes its replica; no connection ends. */
  void demote(State state, long lag) {
    SimRedis old = redis;
    SimRedis next = new SimRedis(this, state);
    old.follow(next);
    at(
        lag,
        () -> {
          if (redis.equals(old)) {
            redis = next;
          } else {
            next.end();
          }
        });
  }

  State redisBefore(long millis) {
    return redis.model().stateAt(wall() - millis);
  }

  ModelRedis model(State state) {
    return new ModelRedis(this::wall, limits, name("replid"), state);
  }

  void run(long until) {
    while (!events.isEmpty() && events.peek().time <= until) {
      Event event = events.remove();
      now = event.time;
      event.task.run();
    }
    now = until;
  }
}
