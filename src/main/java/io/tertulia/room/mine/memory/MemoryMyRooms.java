package io.tertulia.room.mine.memory;

import io.tertulia.room.RoomId;
import io.tertulia.room.mine.Change;
import io.tertulia.room.mine.MyRoom;
import io.tertulia.room.mine.MyRoom.Outcome;
import io.tertulia.room.mine.MyRooms;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Every stage it returns is complete. */
public final class MemoryMyRooms implements MyRooms {
  private final Map<String, Kept> people = new HashMap<>();
  private final InstantSource steady;
  private final int most;

  /** Rooms and blocked people of everybody. */
  private int all;

  /** What is kept of one person. */
  private static final class Kept {
    private final Map<RoomId, MyRoom> rooms = new HashMap<>(2);
    private final Set<String> blocked = new HashSet<>(2);
    private long usedAt;

    private int size() {
      return rooms.size() + blocked.size();
    }
  }

  /**
   * @param steady monotonic
   * @param most rooms and blocked people of everybody together: above it no more are taken
   */
  public MemoryMyRooms(InstantSource steady, int most) {
    this.steady = steady;
    this.most = most;
  }

  @Override
  public synchronized CompletionStage<Map<RoomId, MyRoom>> all(String user) {
    Kept kept = people.get(user);
    return done(kept == null ? Map.of() : Map.copyOf(used(kept).rooms));
  }

  @Override
  public synchronized CompletionStage<MyRoom> find(String user, RoomId room) {
    return done(of(user, room));
  }

  private MyRoom of(String user, RoomId room) {
    Kept kept = people.get(user);
    return kept == null ? MyRoom.NONE : kept.rooms.getOrDefault(room, MyRoom.NONE);
  }

  @Override
  public synchronized CompletionStage<Outcome> change(String user, RoomId room, Change change) {
    if (change instanceof Change.Forget) {
      return done(forget(user, room));
    }
    Outcome outcome = of(user, room).after(change);
    if (outcome instanceof MyRoom.Changed(MyRoom now)) {
      Kept kept = kept(user);
      if (!kept.rooms.containsKey(room) && (kept.rooms.size() >= MOST || all >= most)) {
        return done(new MyRoom.Full());
      }
      all += kept.rooms.put(room, now) == null ? 1 : 0;
    }
    return done(outcome);
  }

  private Outcome forget(String user, RoomId room) {
    Kept kept = kept(user);
    if (kept.rooms.remove(room) == null) {
      return new MyRoom.Same();
    }
    all--;
    return new MyRoom.Changed(MyRoom.NONE);
  }

  @Override
  public synchronized CompletionStage<Reached> reach(String user, String other, RoomId room) {
    if (kept(user).blocked.contains(other)) {
      return done(Reached.BLOCKED);
    }
    return change(user, room, new Change.Follow(other, null))
        .thenApply(
            outcome ->
                switch (outcome) {
                  case MyRoom.Changed changed -> Reached.NEWLY;
                  case MyRoom.Full full -> Reached.FULL;
                  case MyRoom.Same same -> Reached.REACHED;
                  case MyRoom.Outdated outdated -> throw new IllegalStateException("of a mark");
                });
  }

  @Override
  public synchronized CompletionStage<Boolean> block(String user, String other, boolean on) {
    Set<String> blocked = kept(user).blocked;
    if (!on) {
      all -= blocked.remove(other) ? 1 : 0;
    } else if (!blocked.contains(other)) {
      if (blocked.size() >= MOST || all >= most) {
        return done(false);
      }
      blocked.add(other);
      all++;
    }
    return done(true);
  }

  @Override
  public synchronized CompletionStage<Set<String>> blocked(String user) {
    Kept kept = people.get(user);
    return done(kept == null ? Set.of() : Set.copyOf(kept.blocked));
  }

  /** Forgets who does not come back. Called from time to time. */
  public synchronized void tick() {
    long now = steady.millis();
    people
        .entrySet()
        .removeIf(
            person -> {
              Kept kept = person.getValue();
              boolean over = now - kept.usedAt >= MyRooms.kept(person.getKey()).toMillis();
              all -= over ? kept.size() : 0;
              return over || kept.size() == 0;
            });
  }

  private Kept kept(String user) {
    return used(people.computeIfAbsent(user, name -> new Kept()));
  }

  private Kept used(Kept kept) {
    kept.usedAt = steady.millis();
    return kept;
  }

  private static <T> CompletionStage<T> done(T value) {
    return CompletableFuture.completedStage(value);
  }
}
