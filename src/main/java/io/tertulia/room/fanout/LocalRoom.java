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
  private static final System.Logger LOG = System.getLogger(LocalRoom.class.getName());

  private final CompletionStage<Void> subscribed;

  /**
   * Copied when a loop comes or goes, under the map's lock of this room; read by whoever delivers.
   */
  private volatile List<LoopMembers> loops = List.of();

  /** Members of one loop; the list is touched on that loop only. */
  private record LoopMembers(Executor loop, List<Subscriber> members) {
    private void deliver(Delivery delivery, LocalRooms.FanoutMeter meter, long born) {
      int count = members.size();
      for (int i = 0; i < count; i++) {
        try {
          members.get(i).deliver(delivery);
        } catch (RuntimeException | OutOfMemoryError e) {
          // Others never notice; this one finds the hole with the next entry and reads the log.
          LOG.log(System.Logger.Level.ERROR, "a delivery to one member failed", e);
        }
      }
      meter.delivered(count, born);
    }
  }

  /** Ends a span with the last of the loops. */
  private record LastLoop(AtomicInteger left, AtomicInteger members, Tracing.FanOut span) {
    private void served(int count) {
      members.addAndGet(count);
      if (left.decrementAndGet() == 0) {
        span.served(members.get());
      }
    }
  }

  LocalRoom(CompletionStage<Void> subscribed) {
    this.subscribed = subscribed;
  }

  /** This room, with a place for members of that loop. */
  LocalRoom with(Executor loop) {
    if (find(loop) == null) {
      List<LoopMembers> more = new ArrayList<>(loops);
      more.add(new LoopMembers(loop, new ArrayList<>(2)));
      loops = List.copyOf(more);
    }
    return this;
  }

  CompletionStage<Void> add(Subscriber subscriber) {
    LoopMembers of = find(subscriber.loop());
    if (of == null) {
      throw new IllegalStateException("with(loop) comes first");
    }
    of.members.add(subscriber);
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
    removeUnordered(of.members, subscriber);
    if (of.members.isEmpty()) {
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
      of.loop.execute(
          () -> {
            of.deliver(delivery, meter, born);
            if (last != null) {
              last.served(of.members.size());
            }
          });
    }
  }

  void forked(long late) {
    for (LoopMembers of : loops) {
      of.loop.execute(() -> of.members.forEach(member -> member.forked(late)));
    }
  }

  // A loop is its identity.
  @SuppressWarnings("ReferenceEquality")
  private @Nullable LoopMembers find(Executor loop) {
    for (LoopMembers of : loops) {
      if (of.loop == loop) {
        return of;
      }
    }
    return null;
  }

  /** The last takes the place of the one that goes: members have no order among themselves. */
  private static void removeUnordered(List<Subscriber> members, Subscriber gone) {
    int place = members.indexOf(gone);
    if (place >= 0) {
      Subscriber last = members.removeLast();
      if (place < members.size()) {
        members.set(place, last);
      }
    }
  }
}
