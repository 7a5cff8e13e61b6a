package io.tertulia.room.memory;

import io.tertulia.protocol.ErrorCode;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import io.tertulia.room.amendment.Amendment;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Right;
import io.tertulia.room.members.RoomState;
import io.tertulia.room.members.RuleChange;
import io.tertulia.room.memory.RoomLog.Moment;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The log of a node that stands alone. Every stage it returns is complete. Entries are announced
 * under the lock that numbered them, so that they leave in their order; the bus only hands them to
 * event loops.
 */
public final class MemoryMessageLog implements MessageLog, MessageLog.State {
  /** A room that was only looked at is forgotten after this many milliseconds. */
  private static final long GRACE = 10_000;

  private Map<RoomId, RoomLog> rooms = new HashMap<>();
  private final MemoryBus bus;
  private final Retention retention;
  private final Clock wall;
  private final InstantSource steady;
  private final RandomGenerator random;
  private long bytes;
  private int marks;

  /**
   * @param wall dates the entries
   * @param steady monotonic: how long a mid is recognised
   * @param random gives each room's epoch; must not repeat after a restart
   */
  public MemoryMessageLog(
      MemoryBus bus,
      Retention retention,
      Clock wall,
      InstantSource steady,
      RandomGenerator random) {
    this.bus = bus;
    this.retention = retention;
    this.wall = wall;
    this.steady = steady;
    this.random = random;
  }

  @Override
  public synchronized CompletionStage<Appended> append(RoomId room, Draft draft) {
    Moment now = now();
    RoomLog log = room(room, now);
    change(log, () -> trimmed(log, now));
    Position before = log.find(draft.mid());
    if (before != null) {
      return CompletableFuture.completedStage(new Stored(before, true));
    }
    Appended refused = refusal(log, draft, now);
    if (refused != null) {
      return CompletableFuture.completedStage(refused);
    }
    Entry entry = change(log, () -> log.append(draft, who(draft), now));
    switch (draft.warrant()) {
      case Authority author when draft.isMessage() -> log.rules().said(author, now.wall());
      case Authority author -> {}
      case RuleChange ruled -> log.rules().apply(ruled);
      case null -> {}
    }
    bus.entry(room, entry.tracedBy(draft.traceparent()));
    makeRoom();
    return CompletableFuture.completedStage(new Stored(entry.position(), false));
  }

  @Override
  public synchronized CompletionStage<Reading> read(RoomId room, Query query, Authority reader) {
    Moment now = now();
    Right right = room(room, now).rules().right(reader);
    Right.Denial no = right.toRead(now.wall());
    return no != null
        ? CompletableFuture.completedStage(new Denied(no))
        : read(room, query).thenApply(page -> right.isOpen() ? page : page.with(right));
  }

  @Override
  public synchronized CompletionStage<RoomState> look(RoomId room, List<String> people) {
    Moment now = now();
    RoomLog log = room(room, now);
    return CompletableFuture.completedStage(log.rules().look(people, log.isUsed(), now.wall()));
  }

  @Override
  public synchronized CompletionStage<Page> read(RoomId room, Query query) {
    Moment now = now();
    RoomLog log = room(room, now);
    return CompletableFuture.completedStage(
        change(log, () -> log.read(query, now)).within(query.bytes(), query.direction()));
  }

  /** Lets go of what is too old. Called every few seconds. */
  public synchronized void tick() {
    Moment now = now();
    rooms
        .entrySet()
        .removeIf(
            room -> {
              RoomLog log = room.getValue();
              change(log, () -> trimmed(log, now));
              return log.isIdle(now, GRACE) && !bus.isSubscribed(room.getKey());
            });
    if (rooms.isEmpty()) {
      // A map does not shrink by itself.
      rooms = new HashMap<>();
    }
  }

  /** The mids of the dedupe window not counted. */
  @Override
  public synchronized long bytes() {
    return bytes;
  }

  @Override
  public synchronized int rooms() {
    return rooms.size();
  }

  @Override
  public synchronized boolean isUp() {
    return marks < retention.marks();
  }

  /** There is no way on which something could be lost. */
  @Override
  public Duration unchecked() {
    return Duration.ZERO;
  }

  /** For ever: there is no other node. */
  @Override
  public Duration patience() {
    return ChronoUnit.FOREVER.getDuration();
  }

  @Override
  public @Nullable String trouble() {
    return isUp() ? null : "More keys are recognised than tertulia.retention.marks allows.";
  }

  private @Nullable Appended refusal(RoomLog log, Draft draft, Moment now) {
    Appended no =
        switch (draft.warrant()) {
          case Authority author -> log.rules().refusal(author, draft, now.wall());
          case RuleChange change when log.rules().isOutdated(change, log.isUsed()) ->
              new Outdated();
          case RuleChange change -> null;
          case null ->
              log.rules().exist()
                  ? new Refused(ErrorCode.FORBIDDEN, "The room has rules: say who you are.")
                  : null;
        };
    if (no != null) {
      return no;
    }
    if (marks >= retention.marks()) {
      return new Refused(ErrorCode.UNAVAILABLE, "The log is full for the moment; try again later.");
    }
    if (draft.replyTo() != null && !log.holds(draft.replyTo())) {
      return Refused.missing();
    }
    return draft.amendment() == null ? null : refusal(log, draft, draft.amendment());
  }

  private static @Nullable Appended refusal(RoomLog log, Draft draft, Amendment amendment) {
    boolean moderates =
        draft.warrant() instanceof Authority author && log.rules().moderates(author);
    return switch (log.judge(amendment, who(draft), moderates)) {
      case FINE -> null;
      case MISSING -> Refused.missing();
      case GONE -> Refused.gone();
      case NOT_YOURS -> Refused.denied(new Right.Denial(Right.Why.NOT_YOURS, 0));
      case UNCHANGED -> new Unchanged();
      case FULL -> Refused.full();
      case IN_THREAD -> Refused.inThread();
    };
  }

  /** Who writes it; empty for nobody. */
  private static String who(Draft draft) {
    return draft.warrant() instanceof Authority author ? author.id() : "";
  }

  private Moment now() {
    return new Moment(wall.millis(), steady.millis());
  }

  private RoomLog room(RoomId room, Moment now) {
    return rooms.computeIfAbsent(
        room, id -> new RoomLog(Position.newEpoch(random), retention, now));
  }

  private interface Change<T> {
    T make();
  }

  /** Every change of a room's log goes through here, so that the sums over all rooms stay true. */
  private <T> T change(RoomLog log, Change<T> change) {
    long bytesBefore = log.bytes();
    int marksBefore = log.marks();
    T result = change.make();
    bytes += log.bytes() - bytesBefore;
    marks += log.marks() - marksBefore;
    return result;
  }

  private static RoomLog trimmed(RoomLog log, Moment now) {
    log.trim(now);
    return log;
  }

  /**
   * Over the bound for all rooms the oldest entries go, a tenth at a time so that the search pays
   * off.
   */
  private void makeRoom() {
    if (bytes <= retention.bytes()) {
      return;
    }
    PriorityQueue<RoomLog> oldestFirst =
        new PriorityQueue<>(Comparator.comparingLong(RoomLog::oldestAt));
    rooms.values().stream().filter(log -> !log.isEmpty()).forEach(oldestFirst::add);
    while (bytes > retention.bytes() * 9 / 10 && !oldestFirst.isEmpty()) {
      RoomLog log = oldestFirst.remove();
      change(
          log,
          () -> {
            log.removeOldest();
            return log;
          });
      if (!log.isEmpty()) {
        oldestFirst.add(log);
      }
    }
  }
}
