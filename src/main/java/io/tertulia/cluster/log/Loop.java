package io.tertulia.cluster.log;

import java.util.concurrent.Executor;

/** The one thread of a node's cluster: everything of it is touched there, nothing needs a lock. */
public interface Loop extends Executor {
  /** Runs the task in order, at the earliest when what runs now has ended. */
  @Override
  void execute(Runnable task);

  /** Runs the task once, so many milliseconds from now. */
  void after(long millis, Runnable task);

  /** Monotonic milliseconds. */
  long now();
}
