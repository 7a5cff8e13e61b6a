package io.tertulia.room.fanout;

import io.tertulia.room.Tracing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The members of one room on this node, kept apart by event loop. */
final class LocalRoom {
  private final CompletionStage<Void> subscribed;
  private final int slice;

  /**
   * Copied when a loop comes or goes, under the map's lock of this room; read by whoever delivers.
   */
  private volatile List<LoopMembers> loops = List.of();

  /** Ends a span with the last of the loops. */
  private record LastLoop(AtomicInteger left, AtomicInteger members, Tracing.FanOut span) {
    private void served(int count) {
      members.addAndGet(count);
      if (left.decrementAndGet() == 0) {
        span.served(members.get());
      }
    }
  }

  /**
   * @param slice members that a loop serves before others have their turn
   */
  LocalRoom(CompletionStage<Void> subscribed, int slice) {
    this.subscribed = subscribed;
    this.slice = slice;
  }

  /** This room, with a place for members of that loop. */
  LocalRoom with(Executor loop) {
    if (find(loop) == null) {
      List<LoopMembers> more = new ArrayList<>(loops);
      more.add(new LoopMembers(loop, slice));
      loops = List.copyOf(more);
    }
    return this;
  }

  CompletionStage<Void> add(Subscriber subscriber) {
    LoopMembers of = find(subscriber.loop());
    if (of == null) {
      throw new IllegalStateException("with(loop) comes first");
    }
    of.add(subscriber);
    return subscribed;
  }

  /**
   * @return whether that was the last member here
   */
  boolean remove(Subscriber subscriber) {
    LoopMembers of = find(subscriber.loop());
    if (of == null) {
      return false;
    }
    of.remove(subscriber);
    if (of.isEmpty()) {
      List<LoopMembers> fewer = new ArrayList<>(loops);
      fewer.remove(of);
      loops = List.copyOf(fewer);
    }
    return loops.isEmpty();
  }

  /**
   * @param span ended when all were served, null for none
   */
  void deliver(Delivery delivery, LocalRooms.FanoutMeter meter, Tracing.@Nullable FanOut span) {
    long born = meter.nanoTime();
    List<LoopMembers> now = loops;
    LastLoop last =
        span == null
            ? null
            : new LastLoop(new AtomicInteger(now.size()), new AtomicInteger(), span);
    for (LoopMembers of : now) {
      of.tell(
          member -> member.deliver(delivery),
          delivery.size(),
          count -> {
            meter.delivered(count, born);
            if (last != null) {
              last.served(count);
            }
          });
    }
  }

  void forked(long late) {
    for (LoopMembers of : loops) {
      of.tell(member -> member.forked(late), 0, count -> {});
    }
  }

  // A loop is its identity.
  @SuppressWarnings("ReferenceEquality")
  private @Nullable LoopMembers find(Executor loop) {
    for (LoopMembers of : loops) {
      if (of.loop() == loop) {
        return of;
      }
    }
    return null;
  }
}
