package io.tertulia.room.growing.memory;

import io.tertulia.protocol.Event;
import io.tertulia.room.Bus;
import io.tertulia.room.MessageLog;
import io.tertulia.room.MessageLog.Page;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.MessageLog.Reading;
import io.tertulia.room.RoomId;
import io.tertulia.room.growing.Growing;
import io.tertulia.room.growing.Growth;
import io.tertulia.room.members.Right;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What grows on a node that stands alone. Parts are announced under its lock, so that they leave in
 * their order; the log is asked for rights before that.
 */
public final class MemoryGrowing implements Growing {
  private final MessageLog log;
  private final Bus bus;
  private final InstantSource wall;
  private final InstantSource steady;
  private final Duration kept;
  private final Map<RoomId, Room> rooms = new HashMap<>();

  /** Those of one room: the open ones, and when the others ended, the oldest first. */
  private static final class Room {
    private final Map<String, Growth> growths = new HashMap<>();
    private final Map<String, Long> ended = new LinkedHashMap<>();
  }

  /**
   * @param log says who may say something
   * @param wall by which bans and mutes end
   * @param steady monotonic
   * @param kept how long it is known that one has ended
   */
  public MemoryGrowing(
      MessageLog log, Bus bus, InstantSource wall, InstantSource steady, Duration kept) {
    this.log = log;
    this.bus = bus;
    this.wall = wall;
    this.steady = steady;
    this.kept = kept;
  }

  @Override
  public synchronized CompletionStage<Begun> begin(RoomId room, Seed seed) {
    Room in = rooms.computeIfAbsent(room, id -> new Room());
    if (in.growths.containsKey(seed.mid())) {
      return done(Begun.KNOWN);
    }
    if (in.growths.size() - in.ended.size() >= MOST) {
      return done(Begun.FULL);
    }
    in.growths.put(seed.mid(), Growth.begin(seed, steady.millis()));
    return done(Begun.NEW);
  }

  @Override
  public CompletionStage<Grown> append(RoomId room, Part part) {
    return log.read(room, Query.newest(0), part.author())
        .thenApply(
            reading -> {
              Right.Denial no = denial(reading);
              return no == null ? grow(room, part) : new Denied(no);
            });
  }

  private Right.@Nullable Denial denial(Reading reading) {
    return switch (reading) {
      case MessageLog.Denied(Right.Denial why) -> why;
      case Page page -> page.right() == null ? null : page.right().toSay(wall.millis());
    };
  }

  private synchronized Grown grow(RoomId room, Part part) {
    Growth known = find(room, part.mid());
    if (known == null) {
      return Refusal.UNKNOWN;
    }
    Growth.Step<Grown> step = known.append(part, steady.millis());
    put(room, part.mid(), step.growth());
    if (step.answer() instanceof Taken(long length, boolean again) && !again) {
      bus.announce(room, new Event.Grown(room.value(), part.mid(), part.at(), part.text()));
    }
    return step.answer();
  }

  @Override
  public synchronized CompletionStage<Sealed> seal(RoomId room, Seal seal) {
    Growth known = find(room, seal.mid());
    if (known == null) {
      return done(Refusal.UNKNOWN);
    }
    Growth.Step<Sealed> step = known.seal(seal, steady.millis());
    put(room, seal.mid(), step.growth());
    return done(step.answer());
  }

  @Override
  public synchronized CompletionStage<@Nullable Void> end(RoomId room, String mid, String finish) {
    Growth known = find(room, mid);
    if (known != null && !(known instanceof Growth.Ended)) {
      put(room, mid, new Growth.Ended(finish));
      rooms.computeIfAbsent(room, id -> new Room()).ended.put(mid, steady.millis());
    }
    return CompletableFuture.completedStage(null);
  }

  @Override
  public synchronized CompletionStage<@Nullable Void> forget(RoomId room, String mid) {
    Room in = rooms.get(room);
    if (in != null) {
      in.growths.remove(mid);
      in.ended.remove(mid);
    }
    return CompletableFuture.completedStage(null);
  }

  @Override
  public synchronized CompletionStage<@Nullable Whole> read(RoomId room, String mid) {
    return CompletableFuture.completedStage(
        switch (find(room, mid)) {
          case Growth.Open(Seed seed, byte[] text, long at) -> new Whole(seed, Growth.text(text));
          case Growth.Shut(Seed seed, byte[] text, Ending ending) ->
              new Whole(seed, Growth.text(text));
          case Growth.Ended ended -> null;
          case null -> null;
        });
  }

  @Override
  public synchronized CompletionStage<List<String>> list(RoomId room) {
    Room in = rooms.get(room);
    return done(
        in == null
            ? List.of()
            : in.growths.keySet().stream().filter(mid -> !in.ended.containsKey(mid)).toList());
  }

  /** Lets go of what is too old. Called every few seconds. */
  public synchronized void tick() {
    long before = steady.millis() - kept.toMillis();
    rooms
        .values()
        .removeIf(
            in -> {
              in.ended
                  .entrySet()
                  .removeIf(
                      one -> {
                        boolean old = one.getValue() < before;
                        if (old) {
                          in.growths.remove(one.getKey());
                        }
                        return old;
                      });
              return in.growths.isEmpty();
            });
  }

  private @Nullable Growth find(RoomId room, String mid) {
    Room in = rooms.get(room);
    return in == null ? null : in.growths.get(mid);
  }

  private void put(RoomId room, String mid, Growth growth) {
    rooms.computeIfAbsent(room, id -> new Room()).growths.put(mid, growth);
  }

  private static <T> CompletionStage<T> done(T answer) {
    return CompletableFuture.completedStage(answer);
  }
}
