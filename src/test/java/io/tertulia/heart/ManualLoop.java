package io.tertulia.heart;

import io.tertulia.session.timing.TimerWheel;
import io.tertulia.session.timing.WorkQueue;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** An event loop whose tasks run when the test says so, in their order. */
public final class ManualLoop implements Executor {
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final TimerWheel wheel;
  private final WorkQueue work;

  /**
   * @param clock monotonic milliseconds
   */
  ManualLoop(LongSupplier clock) {
    this.wheel = new TimerWheel(clock);
    this.work = new WorkQueue(this, () -> TimeUnit.MILLISECONDS.toNanos(clock.getAsLong()));
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  public TimerWheel wheel() {
    return wheel;
  }

  WorkQueue work() {
    return work;
  }

  /** Runs the oldest task. */
  public boolean runOne() {
    Runnable task = tasks.poll();
    if (task == null) {
      return false;
    }
    task.run();
    return true;
  }

  public int waiting() {
    return tasks.size();
  }
}
