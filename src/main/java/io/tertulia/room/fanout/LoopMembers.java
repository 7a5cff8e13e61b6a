package io.tertulia.room.fanout;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * The members of a room that share an event loop. Each hears everything in the order in which it
 * was told; a room with many members is served in slices, between which the loop does what else
 * waits. On the loop, but for {@link #tell}.
 */
final class LoopMembers {
  private static final System.Logger LOG = System.getLogger(LoopMembers.class.getName());

  private final Executor loop;
  private final int slice;
  private final List<Subscriber> members = new ArrayList<>(2);
  private final Queue<Told> waiting = new ArrayDeque<>(2);

  /** Those before it have heard the first of what waits, those from here on have not. */
  private int next;

  private record Told(Consumer<Subscriber> word, IntConsumer heard) {}

  LoopMembers(Executor loop, int slice) {
    this.loop = loop;
    this.slice = slice;
  }

  Executor loop() {
    return loop;
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  void add(Subscriber subscriber) {
    members.add(subscriber);
  }

  /** Members have no order among themselves, but those who have heard stay before those who not. */
  void remove(Subscriber gone) {
    int place = members.indexOf(gone);
    if (place < 0) {
      return;
    }
    if (place < next) {
      next--;
      members.set(place, members.get(next));
      place = next;
    }
    Subscriber last = members.removeLast();
    if (place < members.size()) {
      members.set(place, last);
    }
  }

  /**
   * Any thread; in the order of the calls.
   *
   * @param heard takes how many there were, when all have heard
   */
  void tell(Consumer<Subscriber> word, IntConsumer heard) {
    loop.execute(
        () -> {
          waiting.add(new Told(word, heard));
          if (waiting.size() == 1) {
            serve();
          }
        });
  }

  private void serve() {
    int left = slice;
    for (Told told = waiting.peek(); told != null; told = waiting.peek()) {
      int end = Math.min(members.size(), next + left);
      left -= end - next;
      for (; next < end; next++) {
        tell(members.get(next), told.word);
      }
      if (next < members.size()) {
        later(this::serve);
        return;
      }
      int count = next;
      next = 0;
      waiting.remove();
      heard(told.heard, count);
    }
  }

  /**
   * After what the loop has to read: a task that follows from a task is run before that, and an
   * event loop looks at its sockets only when it has run 64 of them or none is left.
   */
  private void later(Runnable task) {
    if (loop instanceof ScheduledExecutorService timer) {
      var _ = timer.schedule(task, 0, TimeUnit.NANOSECONDS);
    } else {
      loop.execute(task);
    }
  }

  /** Whatever is thrown here and below: the next event of the room is served. */
  private static void heard(IntConsumer heard, int count) {
    try {
      heard.accept(count);
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "a delivery was not measured", e);
    }
  }

  private static void tell(Subscriber member, Consumer<Subscriber> word) {
    try {
      word.accept(member);
    } catch (RuntimeException | Error e) {
      // Others never notice; this one finds the hole with the next entry and reads the log.
      LOG.log(System.Logger.Level.ERROR, "a delivery to one member failed", e);
    }
  }
}
