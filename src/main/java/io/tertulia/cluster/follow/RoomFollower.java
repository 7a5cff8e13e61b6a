package io.tertulia.cluster.follow;

import io.tertulia.cluster.follow.held.LineageHistory;
import io.tertulia.cluster.follow.held.RepairBuffer;
import io.tertulia.cluster.log.Lineage;
import io.tertulia.cluster.log.LogServer;
import io.tertulia.cluster.log.LogServer.Span;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One room as this node follows it: what it delivered last, what it knows to be stored, and the one
 * thing that is done about it at a time: a hole is read, or the log is reconciled with what is held
 * here. Meanwhile pushes and says wait. On the cluster's loop.
 */
final class RoomFollower {
  /** Entries of one read. */
  private static final int PAGE = 200;

  /** Pushes that may wait while the log is asked; above it they are read from the log. */
  private static final int QUEUE = 1_000;

  /** Who holds only what it said itself lets a node with the whole order go first. */
  private static final long COURTESY = 500;

  private final RoomId room;
  private final Node node;
  private final LineageHistory ancestry = new LineageHistory();
  private final RepairBuffer tail = new RepairBuffer();
  private final Deque<Entry> pushes = new ArrayDeque<>(0);
  private final List<CompletableFuture<@Nullable Void>> joins = new ArrayList<>(1);
  private final Runnable settled;

  private boolean followed;
  private boolean subscribed;

  /** What the members here were told last; null while nobody is. */
  private @Nullable Position delivered;

  /** Whether the log is being asked. */
  private boolean busy;

  /** Whether the log has to be reconciled before anything else is said. */
  private boolean wanted;

  /** PendingAppends of this room that were sent and not answered. */
  private int underWay;

  /**
   * @param settled runs whenever says may go on
   */
  RoomFollower(RoomId room, Node node, Runnable settled) {
    this.room = room;
    this.node = node;
    this.settled = settled;
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
    return !busy && !wanted;
  }

  @Nullable Position delivered() {
    return delivered;
  }

  boolean isFollowed() {
    return followed;
  }

  /** Whether there is anything to compare with the log. */
  boolean isOfInterest() {
    return followed || !tail.isEmpty();
  }

  void underWay(int change) {
    underWay += change;
  }

  /** Whether nothing is lost when this is forgotten. */
  boolean isIdle() {
    return !isOfInterest() && isSettled() && underWay == 0 && joins.isEmpty();
  }

  /**
   * @return complete when every entry stored from now on is delivered
   */
  CompletableFuture<@Nullable Void> follow() {
    CompletableFuture<@Nullable Void> join = new CompletableFuture<>();
    if (followed && subscribed && delivered != null) {
      join.complete(null);
      return join;
    }
    joins.add(join);
    if (!followed) {
      followed = true;
      node.channels().subscribe(List.of(room));
    }
    node.loop()
        .after(
            node.rules().say().toMillis(),
            () -> {
              join.completeExceptionally(new LogServer.Unanswered(true, "not subscribed in time"));
              joins.removeIf(CompletableFuture::isDone);
            });
    return join;
  }

  void unfollow() {
    if (followed) {
      followed = false;
      subscribed = false;
      delivered = null;
      pushes.clear();
      node.channels().unsubscribe(List.of(room));
    }
  }

  /** The channel is heard from now on; what came before is looked up with the next check. */
  void confirmed() {
    if (followed) {
      subscribed = true;
      if (delivered == null) {
        reconcile();
      } else {
        joined();
      }
    }
  }

  /** Redis is away or was: nothing is said before the log was compared with what is held here. */
  void doubt() {
    if (isOfInterest()) {
      wanted = true;
    }
  }

  /** Nothing is heard any more. */
  void deaf() {
    subscribed = false;
  }

  /** An entry was stored: by this node, or as it was read or heard. */
  void remember(Entry entry) {
    tail.add(entry, node.loop().now());
  }

  /** An empty room is forgotten after a while, unless it is told that somebody is in it. */
  void keepEmpty() {
    if (followed && !busy && delivered != null && delivered.seq() == 0) {
      node.server().repair(new LogServer.Repair(room, delivered, node.nonce(), List.of()));
    }
  }

  /** An entry came from the channel. */
  void heard(Entry entry) {
    remember(entry);
    if (delivered == null) {
      return;
    }
    if (!busy) {
      next(entry, delivered);
    } else if (pushes.size() < QUEUE) {
      pushes.add(entry);
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
    delivered = entry.position();
    node.listener().onEntry(room, entry);
  }

  /**
   * What a comparison with the log said.
   *
   * @param head null when the log does not have the room
   * @param then what was known when it was asked
   * @param asked when it was asked, monotonic milliseconds
   */
  void checked(@Nullable Lineage head, @Nullable Position then, long asked) {
    if (busy) {
      return;
    }
    Position last = delivered;
    boolean gone = head == null && isOfInterest();
    boolean other = head != null && last != null && !last.epoch().equals(head.epoch());
    boolean unplaced = followed && last == null;
    if (gone || other || unplaced || tail.isMissing(head, then, asked)) {
      reconcile();
      return;
    }
    wanted = false;
    if (head != null) {
      ancestry.learn(head);
      tail.expire(asked - node.rules().tail().toMillis());
      if (last != null && head.top() > last.seq()) {
        node.meter().hole();
        readOn();
        return;
      }
    }
    joined();
    settled.run();
  }

  /** Reads and delivers what was missed. */
  private void readOn() {
    Position from = delivered;
    if (from == null) {
      settle();
      return;
    }
    busy = true;
    node.server()
        .read(room, Query.after(from, PAGE))
        .whenComplete(
            (span, failure) -> {
              if (failure != null || !from.equals(delivered)) {
                settle();
              } else {
                missed(span, from);
              }
            });
  }

  private void missed(Span span, Position from) {
    Lineage head = span.lineage();
    if (head == null || !head.has(from)) {
      wanted = true;
      settle();
      return;
    }
    ancestry.learn(head);
    if (span.from() > from.seq()) {
      // It is no longer kept: each member is told where it can go on.
      delivered = head.head();
      node.listener().onFork(room, 0);
      settle();
      return;
    }
    for (Entry entry : span.entries()) {
      remember(entry);
      deliver(entry);
    }
    if (!span.entries().isEmpty() && span.from() + span.entries().size() < head.top()) {
      readOn();
    } else {
      settle();
    }
  }

  /** Compares what is held here with the log, puts back what that has lost, and goes on. */
  void reconcile() {
    wanted = true;
    if (!busy) {
      begin();
    }
  }

  private void begin() {
    busy = true;
    wanted = false;
    node.server()
        .check(List.of(room))
        .whenComplete(
            (heads, failure) -> {
              if (failure == null) {
                judge(heads.getFirst());
              } else {
                giveUp();
              }
            });
  }

  /** Without an answer: the next check begins again. */
  private void giveUp() {
    busy = false;
    wanted = true;
  }

  private void judge(@Nullable Lineage head) {
    List<Entry> lost = tail.lost(head, Long.MAX_VALUE);
    Position known = tail.known();
    boolean has = known == null || (head != null && head.has(known));
    if (lost.isEmpty() && has && (head != null || !followed)) {
      conclude(head, 0);
    } else if (followed || lost.isEmpty()) {
      mend(lost);
    } else {
      node.loop().after(COURTESY, () -> mend(lost));
    }
  }

  private void mend(List<Entry> lost) {
    new Repair(room, node, tail, this::mended).begin(lost, tail.known());
  }

  private void mended(Repair.@Nullable Done done) {
    if (done == null) {
      giveUp();
    } else {
      conclude(done.lineage(), done.late());
    }
  }

  private void conclude(@Nullable Lineage head, long late) {
    if (head == null) {
      // Not there, and nothing of it is known here either.
      tail.know(null);
      settle();
      return;
    }
    Position last = delivered;
    boolean forked = last != null && !head.has(last);
    if (followed && (last == null || forked)) {
      delivered = head.head();
    }
    ancestry.learn(head);
    if (forked) {
      node.meter().fork();
      node.listener().onFork(room, late);
    }
    joined();
    if (delivered != null && !delivered.equals(head.head())) {
      readOn();
    } else {
      settle();
    }
  }

  private void joined() {
    if (subscribed && delivered != null) {
      joins.forEach(join -> join.complete(null));
      joins.clear();
    }
  }

  /** The log has answered: what waited for that goes on. */
  private void settle() {
    busy = false;
    if (wanted) {
      begin();
      return;
    }
    while (!busy && !pushes.isEmpty()) {
      waited(pushes.removeFirst());
    }
    if (isSettled()) {
      settled.run();
    }
  }

  /** What was pushed in an epoch that is over by now is in the log, or lost and known to be. */
  private void waited(Entry entry) {
    Position last = delivered;
    if (last != null
        && (entry.position().epoch().equals(last.epoch())
            || !ancestry.names(entry.position().epoch()))) {
      next(entry, last);
    }
  }
}
