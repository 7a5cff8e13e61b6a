package io.tertulia.node;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** Does what is left to do within a bound; one that fails or hangs harms no other. */
public final class ShutdownTasks {
  private static final System.Logger LOG = System.getLogger(ShutdownTasks.class.getName());

  private ShutdownTasks() {}

  /**
   * Blocks until all are done, {@code within} for all of them together.
   *
   * @param nanoTime monotonic
   */
  public static void run(List<ShutdownTask> tasks, Duration within, LongSupplier nanoTime) {
    long end = nanoTime.getAsLong() + within.toNanos();
    Map<ShutdownTask, CompletableFuture<?>> begun = new LinkedHashMap<>();
    for (ShutdownTask task : tasks) {
      begun.put(task, begin(task));
    }
    begun.forEach((task, done) -> await(task, done, end - nanoTime.getAsLong()));
  }

  private static CompletableFuture<?> begin(ShutdownTask task) {
    try {
      return task.begin().toCompletableFuture();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static void await(ShutdownTask task, CompletableFuture<?> done, long nanos) {
    try {
      done.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      LOG.log(Level.WARNING, "before the end: {0} was not done in time", task.name());
    } catch (ExecutionException e) {
      LOG.log(Level.WARNING, "before the end: {0} failed: {1}", task.name(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
