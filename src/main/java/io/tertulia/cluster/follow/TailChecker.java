package io.tertulia.cluster.follow;

import io.tertulia.cluster.log.Lineage;
import io.tertulia.cluster.log.Loop;
import io.tertulia.room.Position;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares the rooms of a node with the log, so that a lost last message is found within about a
 * second and not with the next one. One chunk after the other: what is sent at once is bounded,
 * however many rooms there are. On the cluster's loop.
 */
final class TailChecker {
  /** Rooms of one chunk: Redis serves nobody else meanwhile. */
  private static final int CHUNK = 500;

  /** Confirmations come in swarms: the check that they ask for waits so many milliseconds. */
  private static final long SOON = 20;

  private final FollowerContext node;
  private final Loop loop;
  private final Supplier<List<RoomFollower>> all;

  /** Rooms to compare before the next round. */
  private final Set<RoomFollower> urgent = new LinkedHashSet<>();

  private State state = State.RESTING;

  /** When the last round over all rooms began of which every chunk was answered. */
  private volatile long checkedAt;

  /** Chunks are asked one at a time; what comes meanwhile begins when they were answered. */
  private enum State {
    RESTING,
    /** Begins in a moment. */
    DUE,
    /** Some rooms are asked. */
    SOME,
    /** Some rooms are asked, and all of them next. */
    SOME_THEN_ALL,
    ALL,
    /** All rooms are asked, and once more from the beginning. */
    ALL_AGAIN
  }

  /**
   * @param all the rooms of which there is anything to compare
   */
  TailChecker(FollowerContext node, Supplier<List<RoomFollower>> all) {
    this.node = node;
    this.loop = node.loop();
    this.all = all;
    this.checkedAt = loop.now();
  }

  /** Any thread. */
  long checkedAt() {
    return checkedAt;
  }

  /** The turn of all rooms, unless they are being compared. */
  void tick() {
    state =
        switch (state) {
          case RESTING, DUE -> begin();
          case SOME, SOME_THEN_ALL -> State.SOME_THEN_ALL;
          case ALL -> State.ALL;
          case ALL_AGAIN -> State.ALL_AGAIN;
        };
  }

  /** Compares all rooms with what the log is from now on. */
  void checkAll() {
    state =
        switch (state) {
          case RESTING, DUE -> begin();
          case SOME, SOME_THEN_ALL -> State.SOME_THEN_ALL;
          case ALL, ALL_AGAIN -> State.ALL_AGAIN;
        };
  }

  /** Compares this room before long. */
  void checkSoon(RoomFollower room) {
    urgent.add(room);
    if (state == State.RESTING) {
      state = State.DUE;
      loop.after(SOON, this::due);
    }
  }

  private void due() {
    if (state == State.DUE) {
      state = State.SOME;
      goThrough(takeUrgent());
    }
  }

  private List<RoomFollower> takeUrgent() {
    List<RoomFollower> now = List.copyOf(urgent);
    urgent.clear();
    return now;
  }

  /** A round over all rooms, the urgent ones among them. */
  private State begin() {
    urgent.clear();
    long begun = loop.now();
    loop.execute(
        () ->
            inChunks(all.get(), this::check)
                .whenComplete(
                    (done, failure) -> {
                      if (failure == null) {
                        checkedAt = begun;
                      }
                      ended(failure == null);
                    }));
    return State.ALL;
  }

  private void goThrough(List<RoomFollower> some) {
    inChunks(some, this::check).whenComplete((done, failure) -> ended(failure == null));
  }

  /** What was not answered comes with the next tick. */
  private void ended(boolean answered) {
    State next =
        switch (state) {
          case RESTING, DUE, SOME, ALL -> State.RESTING;
          case SOME_THEN_ALL, ALL_AGAIN -> answered ? begin() : State.RESTING;
        };
    state = next;
    if (next == State.RESTING && !urgent.isEmpty()) {
      state = State.DUE;
      loop.after(SOON, this::due);
    }
  }

  private CompletionStage<?> check(List<RoomFollower> some) {
    long asked = loop.now();
    List<@Nullable Position> known = new ArrayList<>(some.size());
    some.forEach(room -> known.add(room.tail().known()));
    return node.server()
        .check(some.stream().map(RoomFollower::room).toList())
        .thenAccept(
            heads -> {
              for (int i = 0; i < some.size(); i++) {
                Lineage head = heads.get(i);
                some.get(i).checked(head, known.get(i), asked);
              }
            });
  }

  /**
   * Does something with so many rooms at a time, the next when those before were answered. Once
   * without a room too: Redis' clock is followed by it.
   *
   * @return fails with the first chunk that does; the others are left out
   */
  static CompletionStage<?> inChunks(
      List<RoomFollower> rooms, Function<List<RoomFollower>, CompletionStage<?>> ask) {
    List<RoomFollower> chunk = rooms.subList(0, Math.min(CHUNK, rooms.size()));
    List<RoomFollower> rest = rooms.subList(chunk.size(), rooms.size());
    return CompletableFuture.completedStage(chunk)
        .thenCompose(ask::apply)
        .<@Nullable Object>thenCompose(
            answer ->
                rest.isEmpty()
                    ? CompletableFuture.completedStage(null)
                    : inChunks(rest, ask).thenApply(all -> null));
  }
}
