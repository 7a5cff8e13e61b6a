package io.tertulia.session.rights;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for what access answers about one client. An answer that was under way when rights changed
 * may be an old one: it is asked for again. On the client's loop only.
 */
public final class FreshAnswers {
  /**
   * How often an old answer is asked for again. Who was let in by one could not be found to be put
   * out: while rights change faster than access answers, the answer is not known.
   */
  private static final int ROUNDS = 3;

  private final Awaiting awaiting;

  /** How often rights changed since the client came. */
  private int changes;

  /** How an answer is awaited: on the loop, in line when it is there. */
  public interface Awaiting {
    <T> void await(CompletableFuture<T> answer, Consumer<@Nullable T> then);
  }

  public FreshAnswers(Awaiting awaiting) {
    this.awaiting = awaiting;
  }

  /**
   * @param then takes null for a failure, and when no answer is fresh
   */
  public <T> void await(Supplier<CompletableFuture<T>> question, Consumer<@Nullable T> then) {
    await(question, then, ROUNDS);
  }

  private <T> void await(
      Supplier<CompletableFuture<T>> question, Consumer<@Nullable T> then, int rounds) {
    CompletableFuture<T> asked = question.get();
    if (asked.isDone()) {
      awaiting.await(asked, then);
      return;
    }
    int before = changes;
    awaiting.await(
        asked,
        answer -> {
          if (before == changes) {
            then.accept(answer);
          } else if (rounds > 0) {
            await(question, then, rounds - 1);
          } else {
            then.accept(null);
          }
        });
  }

  /** Rights changed that may be this client's. */
  public void changed() {
    changes++;
  }
}
