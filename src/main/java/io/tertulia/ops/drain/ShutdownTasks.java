package io.tertulia.ops.drain;

import io.tertulia.room.MessageLog.LastThing;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Does the last things of a node within a bound; one that fails or hangs harms no other. */
final class ShutdownTasks {
  private static final Logger LOG = Logger.getLogger(ShutdownTasks.class);

  private ShutdownTasks() {}

  /** Blocks until all are done, {@code within} for all of them together. */
  static void run(List<LastThing> things, Duration within) {
    long end = System.nanoTime() + within.toNanos();
    Map<LastThing, CompletableFuture<?>> begun = new LinkedHashMap<>();
    for (LastThing thing : things) {
      begun.put(thing, begin(thing));
    }
    begun.forEach((thing, done) -> await(thing, done, end - System.nanoTime()));
  }

  private static CompletableFuture<?> begin(LastThing thing) {
    try {
      return thing.begin().toCompletableFuture();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static void await(LastThing thing, CompletableFuture<?> done, long nanos) {
    try {
      done.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      LOG.warnf("before the end: %s was not done in time", thing.name());
    } catch (ExecutionException e) {
      LOG.warnf("before the end: %s failed: %s", thing.name(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
