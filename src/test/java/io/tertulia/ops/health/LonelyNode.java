package io.tertulia.ops.health;

import io.tertulia.heart.Quiet;
import io.tertulia.heart.Unmeasured;
import io.tertulia.protocol.Limits;
import io.tertulia.room.MessageLog;
import io.tertulia.room.RoomId;
import io.tertulia.room.Tracing;
import io.tertulia.room.fanout.LocalRooms;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.RoomState;
import io.tertulia.room.memory.MemoryBus;
import io.tertulia.room.memory.MemoryMessageLog;
import io.tertulia.room.memory.MemoryPresence;
import io.tertulia.room.memory.Retention;
import io.tertulia.session.rights.Rights;
import io.tertulia.session.shared.SessionContext;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A node with its own conversation, in a time of the test's. */
final class LonelyNode {
  final ClosedHouse house = new ClosedHouse();
  final SessionContext context;
  final SelfProbe probe;

  /** Whether no read is answered. */
  boolean unreadable;

  private final Deque<Runnable> loop = new ArrayDeque<>();
  private final Counts counts = new Counts();
  private long nanos = 1;

  LonelyNode() {
    context = context();
    probe = new SelfProbe(context, loop::add, () -> nanos);
  }

  /** Messages that were counted. */
  int stored() {
    return counts.stored;
  }

  /** Says its next word, and hears what comes of it. */
  void talk() {
    probe.say();
    runLoop();
  }

  void pass(Duration time) {
    nanos += time.toNanos();
  }

  void runLoop() {
    while (!loop.isEmpty()) {
      loop.remove().run();
    }
  }

  /** Members are told that something is wrong with what they were told: they read the log. */
  void fork() {
    context.rooms().onFork(RoomId.reserved("probe.n1"), 0);
    runLoop();
  }

  private SessionContext context() {
    MemoryBus bus = new MemoryBus();
    Clock clock = Clock.systemUTC();
    Duration day = Duration.ofDays(1);
    Retention retention = new Retention(100, day, 100_000, 100_000, day, 100);
    MemoryPresence.Debounce debounce = new MemoryPresence.Debounce(day, day);
    MessageLog log = new Log(new MemoryMessageLog(bus, retention, clock, clock, new Random(1)));
    return new SessionContext(
        new SessionContext.NodeRooms(
            log,
            Quiet.growths(log, bus),
            new LocalRooms(bus, counts, Tracing.OFF, 1),
            bus,
            new MemoryPresence(bus, clock, debounce)),
        new Rights(house),
        (kind, name) -> 0,
        new SessionContext.Watching(counts, Tracing.OFF),
        clock,
        rules(day),
        Quiet.OPERATIONS,
        null);
  }

  private static SessionContext.Rules rules(Duration day) {
    Limits limits = new Limits(2_000, 1_000, 10, 10, day, 10);
    return new SessionContext.Rules("n1", limits, 10, day, day, day, day, 100_000);
  }

  /** The node's log, which may be unreadable. */
  private final class Log implements MessageLog, MessageLog.State {
    private final MemoryMessageLog memory;

    private Log(MemoryMessageLog memory) {
      this.memory = memory;
    }

    @Override
    public CompletionStage<Appended> append(RoomId room, Draft draft) {
      return memory.append(room, draft);
    }

    @Override
    public CompletionStage<Page> read(RoomId room, Query query) {
      return unreadable
          ? CompletableFuture.failedFuture(new IllegalStateException("the log is away"))
          : memory.read(room, query);
    }

    @Override
    public CompletionStage<Reading> read(RoomId room, Query query, Authority reader) {
      return read(room, query).thenApply(page -> page);
    }

    @Override
    public CompletionStage<RoomState> look(RoomId room, List<String> people) {
      return memory.look(room, people);
    }

    @Override
    public int rooms() {
      return memory.rooms();
    }

    @Override
    public long bytes() {
      return memory.bytes();
    }

    @Override
    public boolean isUp() {
      return memory.isUp();
    }

    @Override
    public Duration unchecked() {
      return memory.unchecked();
    }

    @Override
    public Duration patience() {
      return memory.patience();
    }

    @Override
    public @Nullable String trouble() {
      return memory.trouble();
    }
  }

  private static final class Counts extends Unmeasured {
    private int stored;

    @Override
    public void stored() {
      stored++;
    }

    @Override
    public long nanoTime() {
      return TimeUnit.SECONDS.toNanos(1);
    }
  }
}
