package io.tertulia.cluster.follow.held;

import io.tertulia.cluster.log.LogServer;
import io.tertulia.cluster.log.Loop;
import io.tertulia.room.Entry;
import io.tertulia.room.Position;
import io.tertulia.room.overlay.Deletion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Whether a node hears one room, what its members here were told last, and who waits to join it. On
 * the cluster's loop.
 */
public final class SubscriptionState {
  /** Pushes that may wait while the log is asked; above it they are read from the log. */
  private static final int QUEUE = 1_000;

  /** Joins that wait until every entry stored from then on is delivered. */
  private final List<CompletableFuture<@Nullable Void>> joins = new ArrayList<>(1);

  /** Entries that the channel told while the log was being asked. */
  private final Deque<Entry> pushes = new ArrayDeque<>(0);

  private State state = new Released();

  private sealed interface State {}

  /** Nobody here is in the room. */
  private record Released() implements State {}

  /** Asked for: neither confirmed, nor is it known where the members stand. */
  private record Opening() implements State {}

  /** Heard; where the members stand is being found out. */
  private record Unplaced() implements State {}

  /**
   * Not heard, yet or any more: what is missed is found with the next check.
   *
   * @param delivered what the members here were told last
   */
  private record Deaf(Position delivered) implements State {}

  /**
   * @param delivered what the members here were told last
   */
  private record Hearing(Position delivered) implements State {}

  public boolean isFollowed() {
    return switch (state) {
      case Released released -> false;
      case Opening opening -> true;
      case Unplaced unplaced -> true;
      case Deaf deaf -> true;
      case Hearing hearing -> true;
    };
  }

  /** What the members here were told last; null while nobody is, or nobody was told anything. */
  public @Nullable Position delivered() {
    return switch (state) {
      case Released released -> null;
      case Opening opening -> null;
      case Unplaced unplaced -> null;
      case Deaf(Position delivered) -> delivered;
      case Hearing(Position delivered) -> delivered;
    };
  }

  /** Somebody is in the room from now on. */
  public void open() {
    if (state instanceof Released) {
      state = new Opening();
    }
  }

  /** Nobody is in the room any more. */
  public void release() {
    state = new Released();
    pushes.clear();
  }

  /** Keeps an entry for later. */
  public void push(Entry entry) {
    if (pushes.size() < QUEUE) {
      pushes.add(entry);
    }
  }

  /** Nothing is kept of what was deleted. */
  public void purge(Deletion deletion) {
    for (int i = pushes.size(); i > 0; i--) {
      pushes.add(deletion.of(pushes.remove()));
    }
  }

  /**
   * @return the oldest that was kept, null for none
   */
  public @Nullable Entry pushed() {
    return pushes.poll();
  }

  /** What was kept is in the log: the next check finds that it was missed. */
  public void forgetPushes() {
    pushes.clear();
  }

  /** The channel is heard from now on. */
  public void confirmed() {
    state =
        switch (state) {
          case Released released -> released;
          case Opening opening -> new Unplaced();
          case Unplaced unplaced -> unplaced;
          case Deaf(Position delivered) -> new Hearing(delivered);
          case Hearing hearing -> hearing;
        };
  }

  /** The channel is not heard any more. */
  public void deaf() {
    state =
        switch (state) {
          case Released released -> released;
          case Opening opening -> opening;
          case Unplaced unplaced -> new Opening();
          case Deaf deaf -> deaf;
          case Hearing(Position delivered) -> new Deaf(delivered);
        };
  }

  /**
   * The members here were told everything up to this position, or have nothing below it to hear.
   */
  public void place(Position at) {
    state =
        switch (state) {
          case Released released -> released;
          case Opening opening -> new Deaf(at);
          case Unplaced unplaced -> new Hearing(at);
          case Deaf deaf -> new Deaf(at);
          case Hearing hearing -> new Hearing(at);
        };
  }

  /**
   * @param patience milliseconds after which it fails
   */
  public CompletableFuture<@Nullable Void> join(Loop loop, long patience) {
    CompletableFuture<@Nullable Void> join = new CompletableFuture<>();
    joins.add(join);
    answerJoins();
    if (!join.isDone()) {
      loop.after(
          patience,
          () -> {
            join.completeExceptionally(new LogServer.Unanswered(true, "not subscribed in time"));
            joins.removeIf(CompletableFuture::isDone);
          });
    }
    return join;
  }

  /** Answers who waits, if the room is heard and it is known where it stands. */
  public void answerJoins() {
    if (state instanceof Hearing && !joins.isEmpty()) {
      List<CompletableFuture<@Nullable Void>> now = List.copyOf(joins);
      joins.clear();
      now.forEach(join -> join.complete(null));
    }
  }

  public boolean isAwaited() {
    return !joins.isEmpty();
  }
}
