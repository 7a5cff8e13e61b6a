package io.tertulia.cluster.follow;

import io.tertulia.cluster.log.FutureCompletion;
import io.tertulia.cluster.log.Lineage;
import io.tertulia.cluster.log.LogServer;
import io.tertulia.cluster.log.LogServer.Span;
import io.tertulia.protocol.Event.Reason;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Direction;
import io.tertulia.room.MessageLog.Page;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.MessageLog.Reset;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Pages of the log for members and readers. Who asks the same in one tick shares one answer; who
 * asks it while it is being read waits for the next answer, which is shared again: one that was
 * begun before somebody asked might be older than what he was told already. Of pages only so many
 * bytes are asked for at once, the others wait for their turn: a swarm that comes back must not
 * stand in front of the checks. While Redis is away, what is held here is read. On the cluster's
 * loop.
 */
final class Reads {
  private final RoomFollowers followers;
  private final FollowerContext node;

  /** Bytes of pages that may be under way, if each were as long as it may get. */
  private static final long BYTES = 8L << 20;

  /** What an answer without entries counts. */
  private static final long POSITIONS = 4 * 1024;

  /** Reads that were not sent yet, in their order. */
  private final Map<Asked, CompletableFuture<Page>> waiting = new LinkedHashMap<>();

  private final Set<Asked> underWay = new HashSet<>();
  private long bytes;
  private boolean due;

  private record Asked(RoomId room, Query query) {
    private long bytes() {
      return query.limit() == 0 ? POSITIONS : query.bytes();
    }
  }

  Reads(RoomFollowers followers) {
    this.followers = followers;
    this.node = followers.node();
  }

  CompletionStage<Page> read(RoomId room, Query query) {
    sendSoon();
    return waiting.computeIfAbsent(new Asked(room, query), asked -> new CompletableFuture<>());
  }

  private void sendSoon() {
    if (!due) {
      due = true;
      node.loop().execute(this::send);
    }
  }

  private void send() {
    due = false;
    Map<Asked, CompletableFuture<Page>> now = new LinkedHashMap<>();
    Iterator<Map.Entry<Asked, CompletableFuture<Page>>> next = waiting.entrySet().iterator();
    while (next.hasNext() && hasPlace()) {
      Map.Entry<Asked, CompletableFuture<Page>> one = next.next();
      if (underWay.add(one.getKey())) {
        now.put(one.getKey(), one.getValue());
        bytes += one.getKey().bytes();
        next.remove();
      }
    }
    now.forEach(this::ask);
  }

  /** Without Redis nothing is gained by waiting. */
  private boolean hasPlace() {
    return bytes < BYTES || !followers.isUp();
  }

  private void ask(Asked asked, CompletableFuture<Page> page) {
    RoomId room = asked.room();
    Query query = asked.query();
    node.server()
        .read(room, query)
        .whenComplete(
            FutureCompletion.by(
                page,
                (span, failure) -> {
                  underWay.remove(asked);
                  bytes -= asked.bytes();
                  if (!waiting.isEmpty()) {
                    sendSoon();
                  }
                  if (failure != null) {
                    held(room, query, failure, page);
                  } else {
                    found(room, query, span, page);
                  }
                }));
  }

  /** Redis does not answer: what this node holds is as good, where it has it. */
  private void held(RoomId room, Query query, Throwable failure, CompletableFuture<Page> page) {
    RoomFollower follower = followers.find(room);
    Page known = follower == null ? null : held(query, follower);
    if (known == null) {
      page.completeExceptionally(failure);
    } else {
      page.complete(known);
    }
  }

  private static @Nullable Page held(Query query, RoomFollower follower) {
    Position head = follower.delivered();
    return head == null ? null : follower.tail().page(query, head);
  }

  private void found(RoomId room, Query query, Span span, CompletableFuture<Page> page) {
    Lineage lineage = span.lineage();
    Position cursor = query.cursor();
    RoomFollower follower = followers.find(room);
    if (lineage == null) {
      begin(room, cursor, page);
      return;
    }
    boolean after = query.direction() == Direction.AFTER;
    if (after && cursor != null && follower != null && lineage.last(cursor.epoch()) < 0) {
      long common = follower.ancestry().common(cursor, lineage);
      if (common > 0) {
        again(room, query, lineage.at(common), page);
        return;
      }
    }
    if (after && follower != null && follower.isFollowed()) {
      seen(follower, span.entries());
    }
    page.complete(after ? after(cursor, lineage, span) : before(cursor, lineage, span));
  }

  /**
   * The cursor's own history ended elsewhere; this node remembers where the two went the same way.
   */
  private void again(RoomId room, Query query, Position common, CompletableFuture<Page> page) {
    node.server()
        .read(room, Query.after(common, query.limit()))
        .whenComplete(
            FutureCompletion.by(
                page,
                (span, failure) -> {
                  Lineage lineage = span == null ? null : span.lineage();
                  if (failure != null) {
                    page.completeExceptionally(failure);
                  } else if (lineage == null || !lineage.has(common)) {
                    begin(room, common, page);
                  } else {
                    Page rest = after(common, lineage, span);
                    List<Reset> resets = new ArrayList<>();
                    resets.add(new Reset(Reason.EPOCH, common));
                    resets.addAll(rest.resets());
                    page.complete(
                        new Page(rest.from(), rest.head(), rest.entries(), rest.more(), resets));
                  }
                }));
  }

  /** What a member was shown was seen stored. */
  private void seen(RoomFollower follower, List<Entry> entries) {
    long young = node.server().time() - node.rules().tail().toMillis();
    for (Entry entry : entries) {
      if (entry.at() >= young) {
        follower.remember(entry);
      }
    }
  }

  /** A room that the log does not have gets a lineage, so that its emptiness has a cursor. */
  private void begin(RoomId room, @Nullable Position cursor, CompletableFuture<Page> page) {
    node.server()
        .repair(new LogServer.Repair(room, null, node.nonce(), List.of()))
        .whenComplete(
            FutureCompletion.by(
                page,
                (begun, failure) -> {
                  if (failure == null) {
                    page.complete(empty(cursor, begun.lineage().head()));
                  } else {
                    page.completeExceptionally(failure);
                  }
                }));
  }

  /** What was said there meanwhile comes with the next page. */
  private static Page empty(@Nullable Position cursor, Position head) {
    Position start = head.at(0);
    List<Reset> resets = cursor == null ? List.of() : List.of(new Reset(Reason.EPOCH, start));
    return new Page(start, head, List.of(), head.seq() > 0, resets);
  }

  private static Page after(@Nullable Position cursor, Lineage lineage, Span span) {
    List<Reset> resets = new ArrayList<>(0);
    if (cursor != null) {
      long last = Math.max(0, Math.min(cursor.seq(), lineage.last(cursor.epoch())));
      if (!lineage.has(cursor)) {
        boolean above = cursor.epoch().equals(lineage.epoch());
        resets.add(
            above
                ? new Reset(Reason.UNKNOWN, lineage.head())
                : new Reset(Reason.EPOCH, lineage.at(last)));
      }
      if (span.from() > last) {
        resets.add(new Reset(Reason.TRIMMED, lineage.at(span.from())));
      }
    }
    boolean more = span.from() + span.entries().size() < lineage.top();
    return new Page(lineage.at(span.from()), lineage.head(), span.entries(), more, resets);
  }

  private static Page before(@Nullable Position cursor, Lineage lineage, Span span) {
    List<Reset> resets = new ArrayList<>(0);
    if (cursor != null && cursor.seq() > lineage.last(cursor.epoch()) + 1) {
      boolean above = cursor.epoch().equals(lineage.epoch());
      resets.add(new Reset(above ? Reason.UNKNOWN : Reason.EPOCH, lineage.head()));
    }
    boolean more = span.from() >= span.floor();
    return new Page(lineage.at(span.from()), lineage.head(), span.entries(), more, resets);
  }
}
