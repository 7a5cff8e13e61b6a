package io.tertulia.cluster.follow;

import io.tertulia.cluster.follow.held.LineageHistory;
import io.tertulia.cluster.follow.held.RepairBuffer;
import io.tertulia.cluster.follow.held.SubscriptionState;
import io.tertulia.cluster.log.Lineage;
import io.tertulia.cluster.log.LogServer.Span;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads and delivers what the channel of one room did not tell. On the cluster's loop. */
final class MissedEntries {
  /** Entries of one read. */
  private static final int PAGE = 200;

  private final RoomId room;
  private final FollowerContext node;
  private final SubscriptionState subscription;
  private final LineageHistory ancestry;
  private final RepairBuffer tail;

  /** How the reading ended. */
  enum End {
    /** Nothing is missed any more. */
    CAUGHT_UP,
    /** What was delivered last is not in the log. */
    FORKED,
    /** No answer, or somebody else delivered meanwhile. */
    BROKEN_OFF
  }

  MissedEntries(
      RoomId room,
      FollowerContext node,
      SubscriptionState subscription,
      LineageHistory ancestry,
      RepairBuffer tail) {
    this.room = room;
    this.node = node;
    this.subscription = subscription;
    this.ancestry = ancestry;
    this.tail = tail;
  }

  CompletionStage<End> read() {
    Position from = subscription.delivered();
    if (from == null) {
      return CompletableFuture.completedStage(End.CAUGHT_UP);
    }
    return node.server()
        .read(room, Query.after(from, PAGE))
        .<CompletionStage<End>>handle(
            (span, failure) ->
                failure != null || !from.equals(subscription.delivered())
                    ? CompletableFuture.completedStage(End.BROKEN_OFF)
                    : take(span, from))
        .thenCompose(end -> end);
  }

  private CompletionStage<End> take(Span span, Position from) {
    Lineage head = span.lineage();
    if (head == null || !head.has(from)) {
      return CompletableFuture.completedStage(End.FORKED);
    }
    ancestry.learn(head);
    if (span.from() > from.seq()) {
      // It is no longer kept: each member is told where it can go on.
      subscription.place(head.head());
      node.listener().onFork(room, 0);
      return CompletableFuture.completedStage(End.CAUGHT_UP);
    }
    for (Entry entry : span.entries()) {
      tail.add(entry, node.loop().now());
      node.listener().onEntry(room, entry);
      subscription.place(entry.position());
    }
    boolean more = !span.entries().isEmpty() && span.from() + span.entries().size() < head.top();
    return more ? read() : CompletableFuture.completedStage(End.CAUGHT_UP);
  }
}
