package io.tertulia.session.timing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one client, each taken as a whole on its loop: after one that ended in its middle
 * (memory may run out) nobody knows where the client is.
 */
public final class Steps {
  private static final System.Logger LOG = System.getLogger(Steps.class.getName());

  private final Executor loop;
  private final Consumer<Throwable> broken;

  /**
   * @param broken takes what a step ended with, on the loop
   */
  public Steps(Executor loop, Consumer<Throwable> broken) {
    this.loop = loop;
    this.broken = broken;
  }

  /** Where they are taken. */
  public Executor loop() {
    return loop;
  }

  /** Takes this one now. */
  public void take(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      broken.accept(e);
    }
  }

  /** Runs {@code then} on the loop, at once when the stage is complete; null stands for failure. */
  public <T> void await(Supplier<CompletionStage<T>> asked, Consumer<@Nullable T> then) {
    await(ask(asked), then);
  }

  /** As above, for what has been asked. */
  public <T> void await(CompletableFuture<T> future, Consumer<@Nullable T> then) {
    if (future.isDone()) {
      take(() -> then.accept(valueOf(future)));
    } else {
      awaitLater(future, then);
    }
  }

  /** As above, but never at once. */
  <T> void awaitLater(CompletableFuture<T> future, Consumer<@Nullable T> then) {
    future.whenCompleteAsync((value, failure) -> take(() -> then.accept(value)), loop);
  }

  /**
   * @return null when it failed
   */
  static <T> @Nullable T valueOf(CompletableFuture<T> complete) {
    return complete.isCompletedExceptionally() ? null : complete.join();
  }

  private static <T> CompletableFuture<T> ask(Supplier<CompletionStage<T>> asked) {
    try {
      return asked.get().toCompletableFuture();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "what a client asked for could not be begun", e);
      return CompletableFuture.failedFuture(e);
    }
  }
}
