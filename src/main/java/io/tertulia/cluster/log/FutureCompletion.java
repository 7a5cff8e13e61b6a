package io.tertulia.cluster.log;

import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer that somebody waits for is given, whatever happens on the way to it: a fault of ours is
 * logged and told as a failure, not kept.
 */
public final class FutureCompletion {
  private static final System.Logger LOG = System.getLogger(FutureCompletion.class.getName());

  private FutureCompletion() {}

  /** What the call comes to is the answer; so is what it throws. */
  public static <T extends @Nullable Object> void answer(
      CompletableFuture<T> owed, Supplier<? extends CompletionStage<? extends T>> call) {
    try {
      call.get()
          .whenComplete(
              (value, failure) -> {
                if (failure == null) {
                  owed.complete(value);
                } else {
                  owed.completeExceptionally(failure);
                }
              });
    } catch (RuntimeException | Error e) {
      fault(owed, e);
    }
  }

  /** The same task, which answers by itself; when it throws, that is the answer. */
  public static <T extends @Nullable Object> BiConsumer<T, @Nullable Throwable> by(
      CompletableFuture<?> owed, BiConsumer<T, @Nullable Throwable> task) {
    return (value, failure) -> {
      try {
        task.accept(value, failure);
      } catch (RuntimeException | Error e) {
        fault(owed, e);
      }
    };
  }

  private static void fault(CompletableFuture<?> owed, Throwable e) {
    LOG.log(Level.ERROR, "a fault of ours: a task of the cluster's loop failed", e);
    owed.completeExceptionally(e);
  }
}
