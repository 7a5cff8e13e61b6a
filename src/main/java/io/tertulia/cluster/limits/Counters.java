package io.tertulia.cluster.limits;

import io.tertulia.room.RateLimits.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What all nodes granted, summed up. */
public interface Counters {
  /** What one sum is about; a sum is kept for twice as long. */
  Duration WINDOW = Duration.ofMinutes(1);

  /**
   * @param window the number of the window, the same on every node
   * @param amount to be added, also 0
   */
  record Count(Kind kind, String name, long window, long amount) {}

  /**
   * Adds them in one go. Any thread.
   *
   * @return the sums after that, in the same order; on any thread, exceptionally when some of them
   *     are not known
   */
  CompletionStage<long[]> add(List<Count> counts);
}
