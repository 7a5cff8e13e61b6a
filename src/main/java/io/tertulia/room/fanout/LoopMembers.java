package io.tertulia.room.fanout;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * The members of a room that share an event loop. Each hears everything in the order in which it
 * was told; a room with many members is served in slices, between which the loop does what else
 * waits. When more is told than the loop can serve, it goes by rounds: each member hears all that
 * waited when the round began. What still waits when that is too much is not told: members are sent
 * to the log instead. On the loop, but for {@link #tell}.
 */
final class LoopMembers {
  private static final System.Logger LOG = System.getLogger(LoopMembers.class.getName());

  /** Of what waits, most in one round: a slice must stay short. */
  static final int AT_ONCE = 16;

  /** Bytes of one round, unless a single text is longer: all of it has to fit one batch. */
  static final int ROUND = 24 << 10;

  /** Bytes that may wait, each counted with what it costs to keep it. */
  static final int WAITING = 1 << 20;

  private static final int OVERHEAD = 256;

  private final Executor loop;
  private final int slice;
  private final List<Subscriber> members = new ArrayList<>(2);
  private final Queue<Told> waiting = new ArrayDeque<>(2);
  private long waitingBytes;

  /** What is being told; empty between two rounds. */
  private final List<Told> round = new ArrayList<>(2);

  /** Those before it have heard the round, those from here to {@link #end} have not. */
  private int next;

  /** Those from here on came while the round was under way: its entries are in the log. */
  private int end;

  private record Told(Consumer<Subscriber> word, int bytes, IntConsumer heard) {
    private boolean mayBeLeftOut() {
      return bytes > 0;
    }
  }

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

  /** Members have no order among themselves, but each stays in its part. */
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
    if (place < end) {
      end--;
      members.set(place, members.get(end));
      place = end;
    }
    Subscriber last = members.removeLast();
    if (place < members.size()) {
      members.set(place, last);
    }
  }

  /**
   * Any thread; in the order of the calls.
   *
   * @param bytes of an event, which is in the log or may be lost; 0 of a word that must be told
   * @param heard takes how many there were, when all have heard
   */
  void tell(Consumer<Subscriber> word, int bytes, IntConsumer heard) {
    try {
      loop.execute(() -> tell(new Told(word, bytes, heard)));
    } catch (RejectedExecutionException e) {
      // The loop has ended, and its sockets with it.
      LOG.log(System.Logger.Level.DEBUG, "nobody is there to be told", e);
    }
  }

  private void tell(Told event) {
    waiting.add(event);
    waitingBytes += OVERHEAD + event.bytes;
    if (waitingBytes > WAITING) {
      sendToTheLog();
    }
    if (round.isEmpty()) {
      serve();
    }
  }

  /** More comes than this loop can tell: a member reads it in pages instead, as fast as it can. */
  private void sendToTheLog() {
    List<Told> leftOut = waiting.stream().filter(Told::mayBeLeftOut).toList();
    waiting.removeIf(Told::mayBeLeftOut);
    waiting.add(new Told(member -> member.forked(0), 0, count -> {}));
    waitingBytes = (long) OVERHEAD * waiting.size();
    leftOut.forEach(event -> heard(event.heard, 0));
  }

  private void serve() {
    int left = slice;
    while (beginsRound()) {
      for (; left > 0 && next < end; left--) {
        tellRound(members.get(next));
      }
      if (next < end) {
        later(this::serve);
        return;
      }
      int count = next;
      next = 0;
      end = 0;
      for (int i = 0; i < round.size(); i++) {
        heard(round.get(i).heard, count);
      }
      round.clear();
    }
  }

  /** Takes what waits, unless a round is under way; false when there is nothing to tell. */
  private boolean beginsRound() {
    if (round.isEmpty()) {
      end = members.size();
      int bytes = 0;
      for (Told first = waiting.peek(); first != null; first = waiting.peek()) {
        bytes += first.bytes;
        if (round.size() == AT_ONCE || (bytes > ROUND && !round.isEmpty())) {
          break;
        }
        round.add(waiting.remove());
        waitingBytes -= OVERHEAD + first.bytes;
      }
    }
    return !round.isEmpty();
  }

  /** One member after the other hears all of it, so that it leaves for each with one write. */
  // A member is its identity.
  @SuppressWarnings("ReferenceEquality")
  private void tellRound(Subscriber member) {
    for (int i = 0; i < round.size(); i++) {
      tell(member, round.get(i).word);
    }
    if (next < end && members.get(next) == member) {
      // Else it left while it was told, and somebody who has not heard stands in its place.
      next++;
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
