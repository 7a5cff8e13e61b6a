package io.tertulia.cluster.follow;

import io.tertulia.cluster.follow.held.Backfill;
import io.tertulia.cluster.follow.held.LineageHistory;
import io.tertulia.cluster.follow.held.RepairBuffer;
import io.tertulia.cluster.follow.held.SubscriptionState;
import io.tertulia.cluster.log.Lineage;
import io.tertulia.cluster.log.LogServer;
import io.tertulia.room.Entry;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One room as this node follows it: what it delivered last, what it knows to be stored, and the one
 * thing that is done about it at a time: a hole is read, or the log is reconciled with what is held
 * here. Meanwhile pushes and says wait. On the cluster's loop.
 */
final class RoomFollower {
  private static final System.Logger LOG = System.getLogger(RoomFollower.class.getName());

  /** Who holds only what it said itself lets a node with the whole order go first. */
  private static final long COURTESY = 500;

  private final RoomId room;
  private final FollowerContext node;
  private final FollowerContext.Owner owner;
  private final LineageHistory ancestry = new LineageHistory();
  private final SubscriptionState subscription = new SubscriptionState();
  private final RepairBuffer tail;
  private final Backfill backfill;
  private final MissedEntries missed;
  private Standing standing = Standing.SETTLED;

  /** Says of this room that were not answered, wherever they are. */
  private int unanswered;

  /** What is known of the room, compared with the log. */
  private enum Standing {
    /** The log had all that is known here. */
    SETTLED,
    /** It may not have: the next check tells. Nothing is said until then. */
    DOUBTFUL,
    /** It has not; a node that may know the whole order goes first. Then it is asked again. */
    YIELDING,
    /** The log is being asked, or its turn has not come. */
    ASKING,
    /** As before, and whatever it answers, it is asked once more. */
    ASKING_AGAIN
  }

  RoomFollower(RoomId room, FollowerContext node, FollowerContext.Owner owner) {
    this.room = room;
    this.node = node;
    this.owner = owner;
    this.tail =
        new RepairBuffer(
            deletion -> {
              subscription.purge(deletion);
              owner.deleted();
            });
    this.backfill = new Backfill(room, node.server(), node.rules().tail(), this::remember);
    this.missed = new MissedEntries(room, node, subscription, ancestry, tail);
  }

  RoomId room() {
    return room;
  }

  RepairBuffer tail() {
    return tail;
  }

  LineageHistory ancestry() {
    return ancestry;
  }

  /** Whether nothing has to be found out before something is said. */
  boolean isSettled() {
    return standing == Standing.SETTLED;
  }

  @Nullable Position delivered() {
    return subscription.delivered();
  }

  boolean isFollowed() {
    return subscription.isFollowed();
  }

  /** Whether there is anything to compare with the log, or somebody waits for that. */
  boolean isOfInterest() {
    return isFollowed() || !tail.isEmpty() || standing == Standing.DOUBTFUL;
  }

  /** Until it is answered, what it stores has to be held here. */
  void awaits(CompletableFuture<?> say) {
    unanswered++;
    say.whenComplete((answer, failure) -> unanswered--);
  }

  /** Whether nothing is lost when this is forgotten. */
  boolean isIdle() {
    return !isOfInterest() && isSettled() && unanswered == 0 && !subscription.isAwaited();
  }

  /**
   * @return complete when every entry stored from now on is delivered
   */
  CompletableFuture<@Nullable Void> follow() {
    if (!isFollowed()) {
      subscription.open();
      node.channels().subscribe(List.of(room));
    }
    return subscription.join(node.loop(), node.rules().say().toMillis());
  }

  void unfollow() {
    if (isFollowed()) {
      subscription.release();
      backfill.forget();
      node.channels().unsubscribe(List.of(room));
    }
  }

  /** The channel is heard from now on; what came before is looked up with the next check. */
  void confirmed() {
    subscription.confirmed();
    if (isFollowed() && delivered() == null) {
      reconcile();
    } else {
      subscription.answerJoins();
    }
  }

  /** Redis is away or was: nothing is said before the log was compared with what is held here. */
  void doubt() {
    standing =
        switch (standing) {
          case SETTLED -> isOfInterest() ? Standing.DOUBTFUL : Standing.SETTLED;
          case DOUBTFUL -> Standing.DOUBTFUL;
          case YIELDING -> Standing.YIELDING;
          case ASKING, ASKING_AGAIN -> Standing.ASKING_AGAIN;
        };
  }

  /** Nothing is heard any more. */
  void deaf() {
    subscription.deaf();
  }

  /** An entry was stored: by this node, or as it was read or heard. */
  void remember(Entry entry) {
    tail.add(entry, node.loop().now());
  }

  /** Whether Redis forgets the room after a while, unless it is told that somebody is in it. */
  boolean isEmpty() {
    Position last = delivered();
    return isSettled() && last != null && last.seq() == 0;
  }

  CompletionStage<?> keepEmpty() {
    return node.server().repair(new LogServer.Repair(room, delivered(), node.nonce(), List.of()));
  }

  /** An entry came from the channel. */
  void heard(Entry entry) {
    remember(entry);
    Position last = delivered();
    if (last == null) {
      return;
    }
    switch (standing) {
      case SETTLED, DOUBTFUL -> safely(() -> next(entry, last));
      case YIELDING, ASKING, ASKING_AGAIN -> subscription.push(entry);
    }
  }

  private void next(Entry entry, Position last) {
    Position at = entry.position();
    if (!at.epoch().equals(last.epoch())) {
      reconcile();
    } else if (at.seq() == last.seq() + 1) {
      deliver(entry);
    } else if (at.seq() > last.seq()) {
      node.meter().hole();
      readOn();
    }
  }

  private void deliver(Entry entry) {
    node.listener().onEntry(room, entry);
    subscription.place(entry.position());
  }

  /**
   * What a comparison with the log said.
   *
   * @param head null when the log does not have the room
   * @param then what was known when it was asked
   * @param asked when it was asked, monotonic milliseconds
   */
  void checked(@Nullable Lineage head, @Nullable Position then, long asked) {
    switch (standing) {
      case SETTLED, DOUBTFUL -> safely(() -> compare(head, then, asked));
      case YIELDING, ASKING, ASKING_AGAIN -> {} // What it is being asked is newer.
    }
  }

  private void compare(@Nullable Lineage head, @Nullable Position then, long asked) {
    Position last = delivered();
    boolean gone = head == null && isOfInterest();
    boolean other = head != null && last != null && !last.epoch().equals(head.epoch());
    boolean unplaced = isFollowed() && last == null;
    if (gone || other || unplaced || tail.isMissing(head, then, asked)) {
      reconcile();
      return;
    }
    standing = Standing.SETTLED;
    if (head != null) {
      ancestry.learn(head);
      tail.expire(asked - node.rules().tail().toMillis());
      if (last != null && head.top() > last.seq()) {
        node.meter().hole();
        readOn();
        return;
      }
      if (tail.rules().haveChangedSilently(head, last)) {
        node.listener().onFork(room, 0);
      }
      loadPast(head);
    }
    subscription.answerJoins();
    owner.settled(this);
  }

  /** Reads and delivers what was missed. */
  private void readOn() {
    switch (standing) {
      case SETTLED -> {
        standing = Standing.ASKING;
        owner.takeTurn(this::read);
      }
      case DOUBTFUL -> {
        standing = Standing.ASKING_AGAIN;
        owner.takeTurn(this::read);
      }
      case YIELDING -> {
        // It is asked again soon, and that reads it.
      }
      case ASKING, ASKING_AGAIN -> read();
    }
  }

  private void read() {
    ask(
        missed.read(),
        end -> {
          switch (end) {
            case CAUGHT_UP -> {}
            case FORKED -> standing = Standing.ASKING_AGAIN;
            case BROKEN_OFF -> subscription.forgetPushes();
          }
          settle();
        });
  }

  /** Compares what is held here with the log, puts back what that has lost, and goes on. */
  void reconcile() {
    switch (standing) {
      case SETTLED, DOUBTFUL -> begin(false);
      case YIELDING -> {
        // That is what it will do.
      }
      case ASKING, ASKING_AGAIN -> standing = Standing.ASKING_AGAIN;
    }
  }

  private void begin(boolean yielded) {
    standing = Standing.ASKING;
    owner.takeTurn(
        () -> ask(new Repair(room, node, tail).begin(isFollowed(), yielded), this::repaired));
  }

  private <T> void ask(CompletionStage<T> question, Consumer<T> then) {
    question.whenComplete(
        (answer, failure) -> {
          if (failure == null) {
            safely(() -> then.accept(answer));
          } else {
            giveUp();
          }
        });
  }

  /** A step that failed (memory may run out) must not leave the room waiting for its end. */
  private void safely(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "what the log answered could not be used", e);
      giveUp();
    }
  }

  /** Without an answer: the next check begins again. */
  private void giveUp() {
    switch (standing) {
      case SETTLED, DOUBTFUL, YIELDING -> {}
      case ASKING, ASKING_AGAIN -> owner.giveTurn();
    }
    standing = Standing.DOUBTFUL;
  }

  private void repaired(Repair.Outcome outcome) {
    switch (outcome) {
      case Repair.Done(Lineage head, long late) -> conclude(head, late);
      case Repair.Yields yields -> {
        owner.giveTurn();
        standing = Standing.YIELDING;
        node.loop().after(COURTESY, () -> begin(true));
      }
    }
  }

  private void conclude(@Nullable Lineage head, long late) {
    if (head == null) {
      // Not there, and nothing of it is known here either.
      tail.know(null);
      settle();
      return;
    }
    Position last = delivered();
    boolean forked = last != null && !head.has(last);
    if (last == null || forked) {
      subscription.place(head.head());
    }
    ancestry.learn(head);
    if (forked) {
      node.meter().fork();
      node.listener().onFork(room, late);
    }
    subscription.answerJoins();
    Position now = delivered();
    if (now != null && !now.equals(head.head())) {
      readOn();
    } else {
      settle();
    }
  }

  /** The log has answered: what waited for that goes on. */
  private void settle() {
    owner.giveTurn();
    if (standing == Standing.ASKING_AGAIN) {
      begin(false);
      return;
    }
    standing = Standing.SETTLED;
    Entry next = subscription.pushed();
    while (next != null) {
      waited(next);
      next = isSettled() ? subscription.pushed() : null;
    }
    if (isSettled()) {
      owner.settled(this);
    }
  }

  /** What was pushed in an epoch that is over by now is in the log, or lost and known to be. */
  private void waited(Entry entry) {
    Position last = delivered();
    if (last != null
        && (entry.position().epoch().equals(last.epoch())
            || !ancestry.names(entry.position().epoch()))) {
      next(entry, last);
    }
  }

  private void loadPast(Lineage head) {
    if (backfill.isUnknown() && delivered() != null && head.top() > 0 && owner.mayHold()) {
      backfill.claim();
      owner.takeTurn(() -> backfill.load().whenComplete((loaded, failure) -> owner.giveTurn()));
    }
  }
}
