package io.tertulia.room;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for stages, which may complete on any thread. */
public final class Waiting {
  private static final long SECONDS = 10;

  private Waiting() {}

  public static <T> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("the stage did not complete with a value", e);
    }
  }
}
