package io.tertulia.app;

import io.tertulia.app.config.TertuliaConfig;
import io.tertulia.node.PeriodicTask;
import io.tertulia.node.ShutdownTask;
import io.tertulia.room.RateLimits.Kind;
import io.tertulia.room.access.Audit;
import io.tertulia.room.access.memory.MemoryAudit;
import io.tertulia.room.access.memory.MemoryRevocations;
import io.tertulia.room.access.memory.MemoryTickets;
import io.tertulia.room.growing.Growths;
import io.tertulia.room.growing.memory.MemoryGrowing;
import io.tertulia.room.members.own.MemoryOwnRooms;
import io.tertulia.room.memory.MemoryBus;
import io.tertulia.room.memory.MemoryMessageLog;
import io.tertulia.room.memory.MemoryPresence;
import io.tertulia.room.memory.MemoryRateLimits;
import io.tertulia.room.memory.Retention;
import io.tertulia.room.mine.memory.LocalNews;
import io.tertulia.room.mine.memory.MemoryMyRooms;
import io.tertulia.room.mine.memory.MemorySummaries;
import io.tertulia.session.mine.MineContext;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A node that stands alone. */
final class MemoryPorts {
  private static final Duration PRESENCE = Duration.ofMillis(100);
  private static final Duration RETENTION = Duration.ofSeconds(5);
  static final Duration GROWTHS = Duration.ofSeconds(1);
  private static final Duration LIMITS = Duration.ofSeconds(5);
  private static final Duration TICKETS = Duration.ofSeconds(5);

  /** Bytes of tickets that wait to be used. */
  private static final long WAITING = 16 << 20;

  /** Rooms on the lists of all people, and people whom they blocked. */
  private static final int LISTED = 500_000;

  private static final Duration LISTS = Duration.ofMinutes(10);

  private static final Duration REVOCATIONS = Duration.ofSeconds(30);

  private MemoryPorts() {}

  /**
   * @param steady monotonic
   */
  static Ports build(TertuliaConfig config, Clock clock, InstantSource steady) {
    MemoryBus bus = new MemoryBus();
    MemoryMessageLog log =
        new MemoryMessageLog(bus, retention(config.retention()), clock, steady, new SecureRandom());
    MemoryGrowing growing = new MemoryGrowing(log, bus, clock, steady, config.retention().dedupe());
    Growths growths = new Growths(log, bus, growing, steady);
    MemoryPresence presence = new MemoryPresence(bus, steady, debounce(config.presence()));
    MemoryRateLimits limits = new MemoryRateLimits(rates(config.limits()), steady);
    MemoryTickets tickets = new MemoryTickets(steady, WAITING);
    MemoryMyRooms lists = new MemoryMyRooms(steady, LISTED);
    MemorySummaries summaries = new MemorySummaries(log);
    MemoryRevocations revocations = new MemoryRevocations(clock);
    return new Ports(
        growths.log(),
        growths,
        log,
        growths.bus(),
        presence,
        List::of,
        limits,
        tickets,
        revocations,
        new MemoryAudit(clock, Audit.KEPT),
        new MineContext.Kept(lists, summaries, new LocalNews()),
        new MemoryOwnRooms(),
        List.of(
            new PeriodicTask(PRESENCE, presence::tick),
            new PeriodicTask(RETENTION, log::tick),
            new PeriodicTask(RETENTION, growing::tick),
            new PeriodicTask(GROWTHS, growths::tick),
            new PeriodicTask(LIMITS, limits::tick),
            new PeriodicTask(TICKETS, tickets::tick),
            new PeriodicTask(LISTS, lists::tick),
            new PeriodicTask(LISTS, summaries::tick),
            new PeriodicTask(REVOCATIONS, revocations::tick)),
        new NothingLeft(),
        () -> {});
  }

  static MemoryPresence.Debounce debounce(TertuliaConfig.Presence config) {
    return new MemoryPresence.Debounce(config.join(), config.leave());
  }

  static Map<Kind, Integer> rates(TertuliaConfig.Limits limits) {
    return Map.of(
        Kind.SESSION, limits.ratePerSession(),
        Kind.USER, limits.ratePerUser(),
        Kind.ADDRESS, limits.ratePerAddress());
  }

  /** What is in memory ends with the node. */
  private record NothingLeft() implements ShutdownTask {
    @Override
    public String name() {
      return "nothing";
    }

    @Override
    public CompletionStage<?> begin() {
      return CompletableFuture.completedStage(true);
    }
  }

  private static Retention retention(TertuliaConfig.Retention kept) {
    return new Retention(
        kept.entries(),
        kept.age(),
        kept.roomBytes().asLongValue(),
        kept.bytes().asLongValue(),
        kept.dedupe(),
        kept.marks());
  }
}
