package io.tertulia.session.timing;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Steps that one client can set off by the hundred (the rooms of a hello, of a socket that ended):
 * they are taken in their order, for a few milliseconds in each turn of the loop, so that many such
 * clients make each other wait and nobody else. As many may wait as there may be memberships. On
 * the loop of its sessions only.
 */
public final class WorkQueue {
  /** Of one turn. */
  private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private static final System.Logger LOG = System.getLogger(WorkQueue.class.getName());

  private final Executor nextTurn;
  private final LongSupplier nanoTime;
  private final Queue<Runnable> steps = new ArrayDeque<>();
  private boolean begun;

  /**
   * @param nextTurn runs a task on the loop after it has looked for what came in
   * @param nanoTime monotonic nanoseconds
   */
  public WorkQueue(Executor nextTurn, LongSupplier nanoTime) {
    this.nextTurn = nextTurn;
    this.nanoTime = nanoTime;
  }

  /** Takes this step behind all others. */
  public void add(Runnable step) {
    steps.add(step);
    begin();
  }

  private void begin() {
    if (!begun && !steps.isEmpty()) {
      nextTurn.execute(this::turn);
      begun = true;
    }
  }

  private void turn() {
    long end = nanoTime.getAsLong() + NANOS;
    try {
      do {
        take(steps.remove());
      } while (!steps.isEmpty() && nanoTime.getAsLong() - end < 0);
    } finally {
      begun = false;
      begin();
    }
  }

  private static void take(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      // It is nobody else's fault.
      LOG.log(System.Logger.Level.ERROR, "a step failed", e);
    }
  }
}
