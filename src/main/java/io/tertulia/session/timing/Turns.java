package io.tertulia.session.timing;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one client asks, in its order: while something waits for an answer that decides whether it
 * may be done at all, what came behind it waits too. On the client's loop only.
 */
public final class Turns {
  private final Steps steps;
  private final Runnable wentOn;

  /** Null while nothing waits. */
  private @Nullable Queue<Runnable> waiting;

  private int awaited;
  private boolean over;

  /**
   * @param wentOn called when what waited has had its turn
   */
  public Turns(Steps steps, Runnable wentOn) {
    this.steps = steps;
    this.wentOn = wentOn;
  }

  /** Whether nobody has to wait. */
  public boolean areFree() {
    return awaited == 0 && waiting == null;
  }

  public int countWaiting() {
    return waiting == null ? 0 : waiting.size();
  }

  /** Takes this step behind all that wait, at once when none does. */
  public void take(Runnable step) {
    if (areFree()) {
      step.run();
      return;
    }
    Queue<Runnable> line = waiting == null ? new ArrayDeque<>(2) : waiting;
    waiting = line;
    line.add(step);
  }

  /**
   * Goes on when the answer is there, in line when it is already; until then all others wait.
   *
   * @param then takes null for a failure
   */
  public <T> void await(CompletableFuture<T> answer, Consumer<@Nullable T> then) {
    if (over) {
      return;
    }
    if (answer.isDone()) {
      then.accept(Steps.valueOf(answer));
      return;
    }
    awaited++;
    steps.awaitLater(
        answer,
        value -> {
          if (!over) {
            then.accept(value);
            goOn();
          }
        });
  }

  private void goOn() {
    if (over) {
      return;
    }
    awaited--;
    while (awaited == 0 && waiting != null) {
      Runnable next = waiting.poll();
      if (next == null) {
        waiting = null;
      } else {
        next.run();
      }
    }
    wentOn.run();
  }

  /** Nobody has a turn any more; answers that are awaited lead to nothing. */
  public void end() {
    over = true;
    awaited = 0;
    waiting = null;
  }
}
