package io.tertulia.cluster.follow;

import io.tertulia.cluster.log.FutureCompletion;
import io.tertulia.cluster.log.Lineage;
import io.tertulia.cluster.log.LogServer;
import io.tertulia.cluster.log.LogServer.ReadReply;
import io.tertulia.cluster.log.LogServer.Span;
import io.tertulia.protocol.Event.Reason;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog;
import io.tertulia.room.MessageLog.Direction;
import io.tertulia.room.MessageLog.Head;
import io.tertulia.room.MessageLog.Page;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.MessageLog.Reading;
import io.tertulia.room.MessageLog.Reset;
import io.tertulia.room.MessageLog.Stretch;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Right;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Pages of the log for members and readers. Who asks the same in one tick shares one answer; who
 * asks it while it is being read waits for the next answer, which is shared again: one that was
 * begun before somebody asked might be older than what he was told already. Of pages only so many
 * bytes are asked for at once, the others wait for their turn: a swarm that comes back must not
 * stand in front of the checks. While Redis is away, what is held here is read.
 *
 * <p>Whether somebody may read is asked for in the same call as the page, and only where the room
 * is known to have rules, or turns out to: then each reader has an answer of its own, and none from
 * what is held here. On the cluster's loop.
 */
final class Reads {
  private final RoomFollowers followers;
  private final FollowerContext node;

  /** Bytes of pages that may be under way, if each were as long as it may get. */
  private static final long BYTES = 8L << 20;

  /** What an answer without entries counts. */
  private static final long POSITIONS = 4 * 1024;

  /** Reads that were not sent yet, in their order. */
  private final Map<Asked, CompletableFuture<Answer>> waiting = new LinkedHashMap<>();

  private final Set<Asked> underWay = new HashSet<>();
  private long bytes;
  private boolean due;

  /**
   * @param judged whether it is for somebody, and not for the node
   * @param reader null for anybody: where everybody may read, all share one answer
   */
  private record Asked(RoomId room, Query query, boolean judged, @Nullable Authority reader) {
    private long bytes() {
      return query.limit() == 0 ? POSITIONS : query.bytes();
    }
  }

  /**
   * @param reading null when the room has rules, so that it matters who reads
   */
  private record Answer(@Nullable Reading reading) {}

  Reads(RoomFollowers followers) {
    this.followers = followers;
    this.node = followers.node();
  }

  /** For the node itself. */
  CompletionStage<Page> read(RoomId room, Query query) {
    return answer(new Asked(room, query, false, null))
        .thenApply(answer -> (Page) Objects.requireNonNull(answer.reading()));
  }

  CompletionStage<Reading> read(RoomId room, Query query, Authority reader) {
    if (!reader.byDefault().isOpen() || isRuled(room)) {
      return readBy(reader, room, query);
    }
    return answer(new Asked(room, query, true, null))
        .thenCompose(
            answer -> {
              Reading reading = answer.reading();
              return reading == null
                  ? readBy(reader, room, query)
                  : CompletableFuture.completedStage(reading);
            });
  }

  private CompletionStage<Reading> readBy(Authority reader, RoomId room, Query query) {
    return answer(new Asked(room, query, true, reader))
        .thenApply(answer -> Objects.requireNonNull(answer.reading()));
  }

  private boolean isRuled(RoomId room) {
    RoomFollower follower = followers.find(room);
    return follower != null && follower.tail().rules().exist();
  }

  private CompletionStage<Answer> answer(Asked asked) {
    sendSoon();
    return waiting.computeIfAbsent(asked, one -> new CompletableFuture<>());
  }

  private void sendSoon() {
    if (!due) {
      due = true;
      node.loop().execute(this::send);
    }
  }

  private void send() {
    due = false;
    Map<Asked, CompletableFuture<Answer>> now = new LinkedHashMap<>();
    Iterator<Map.Entry<Asked, CompletableFuture<Answer>>> next = waiting.entrySet().iterator();
    while (next.hasNext() && hasPlace()) {
      Map.Entry<Asked, CompletableFuture<Answer>> one = next.next();
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

  private void ask(Asked asked, CompletableFuture<Answer> owed) {
    call(asked, asked.query())
        .whenComplete(
            FutureCompletion.by(
                owed,
                (reply, failure) -> {
                  underWay.remove(asked);
                  bytes -= asked.bytes();
                  if (!waiting.isEmpty()) {
                    sendSoon();
                  }
                  if (failure != null) {
                    held(asked, failure, owed);
                  } else {
                    answered(asked, reply, owed, span -> found(asked, span, owed));
                  }
                }));
  }

  private CompletionStage<? extends ReadReply> call(Asked asked, Query query) {
    return asked.judged()
        ? node.server().read(asked.room(), query, asked.reader())
        : node.server().read(asked.room(), query);
  }

  private void answered(
      Asked asked, ReadReply reply, CompletableFuture<Answer> owed, Consumer<Span> found) {
    switch (reply) {
      case LogServer.Ruled ruled -> {
        RoomFollower follower = followers.find(asked.room());
        if (follower != null) {
          follower.tail().rules().found();
        }
        owed.complete(new Answer(null));
      }
      case Span span -> {
        Right right = span.right();
        Right.Denial no = right == null ? null : right.toRead(node.server().time());
        if (no == null) {
          found.accept(span);
        } else {
          owed.complete(new Answer(new MessageLog.Denied(no)));
        }
      }
    }
  }

  /**
   * Redis does not answer: what this node holds is as good, where it has it and nobody is judged.
   */
  private void held(Asked asked, Throwable failure, CompletableFuture<Answer> owed) {
    RoomFollower follower = followers.find(asked.room());
    boolean open = asked.reader() == null && !(asked.judged() && isRuled(asked.room()));
    Page known = follower == null || !open ? null : held(asked.query(), follower);
    if (known == null) {
      owed.completeExceptionally(failure);
    } else {
      owed.complete(new Answer(known));
    }
  }

  private static @Nullable Page held(Query query, RoomFollower follower) {
    Position head = follower.delivered();
    return head == null ? null : follower.tail().page(query, head);
  }

  private void found(Asked asked, Span span, CompletableFuture<Answer> owed) {
    Lineage lineage = span.lineage();
    Query query = asked.query();
    Position cursor = query.cursor();
    RoomFollower follower = followers.find(asked.room());
    if (lineage == null) {
      begin(asked.room(), cursor, span, owed);
      return;
    }
    boolean after = query.direction() == Direction.AFTER;
    if (after && cursor != null && follower != null && lineage.last(cursor.epoch()) < 0) {
      long common = follower.ancestry().common(cursor, lineage);
      if (common > 0) {
        again(asked, lineage.at(common), owed);
        return;
      }
    }
    if (after && follower != null && follower.isFollowed()) {
      seen(follower, span.entries());
    }
    complete(owed, span, after ? after(cursor, lineage, span) : before(cursor, lineage, span));
  }

  private static void complete(CompletableFuture<Answer> owed, Span span, Page page) {
    Right right = span.right();
    owed.complete(new Answer(right == null || right.isOpen() ? page : page.with(right)));
  }

  /**
   * The cursor's own history ended elsewhere; this node remembers where the two went the same way.
   */
  private void again(Asked asked, Position common, CompletableFuture<Answer> owed) {
    call(asked, Query.after(common, asked.query().limit()).as(asked.query().view()))
        .whenComplete(
            FutureCompletion.by(
                owed,
                (reply, failure) -> {
                  if (failure != null) {
                    owed.completeExceptionally(failure);
                  } else {
                    answered(asked, reply, owed, span -> foundAgain(asked, common, span, owed));
                  }
                }));
  }

  private void foundAgain(Asked asked, Position common, Span span, CompletableFuture<Answer> owed) {
    Lineage lineage = span.lineage();
    if (lineage == null || !lineage.has(common)) {
      begin(asked.room(), common, span, owed);
      return;
    }
    Page rest = after(common, lineage, span);
    List<Reset> resets = new ArrayList<>();
    resets.add(new Reset(Reason.EPOCH, common));
    resets.addAll(rest.resets());
    complete(owed, span, rest.after(resets));
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
  private void begin(
      RoomId room, @Nullable Position cursor, Span span, CompletableFuture<Answer> owed) {
    node.server()
        .repair(new LogServer.Repair(room, null, node.nonce(), List.of()))
        .whenComplete(
            FutureCompletion.by(
                owed,
                (begun, failure) -> {
                  if (failure == null) {
                    complete(owed, span, empty(cursor, begun.lineage().head()));
                  } else {
                    owed.completeExceptionally(failure);
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
    return page(lineage, span, span.now().to() < lineage.top(), resets);
  }

  private static Page before(@Nullable Position cursor, Lineage lineage, Span span) {
    List<Reset> resets = new ArrayList<>(0);
    if (cursor != null && cursor.seq() > lineage.last(cursor.epoch()) + 1) {
      boolean above = cursor.epoch().equals(lineage.epoch());
      resets.add(new Reset(above ? Reason.UNKNOWN : Reason.EPOCH, lineage.head()));
    }
    return page(lineage, span, span.from() >= span.floor(), resets);
  }

  private static Page page(Lineage lineage, Span span, boolean more, List<Reset> resets) {
    Stretch stretch = new Stretch(lineage.at(span.from()), lineage.at(span.now().to()));
    Head end = new Head(lineage.head(), lineage.messages());
    return new Page(stretch, end, span.shown(), more, resets, null);
  }
}
