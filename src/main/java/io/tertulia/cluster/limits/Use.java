package io.tertulia.cluster.limits;

import io.tertulia.cluster.limits.Counters.Count;
import org.jspecify.annotations.Nullable;

/** What one name took on this node, and what is known of the other nodes. Any thread. */
final class Use {
  private static final long UNKNOWN = -1;

  private long untold;
  private long tookAt;

  /** The window in which the other nodes were last seen. */
  private long window = UNKNOWN;

  /** What this node told in that window. */
  private long told;

  /** What the others had told by then. */
  private long others;

  synchronized Use took(long now) {
    untold++;
    tookAt = now;
    return this;
  }

  /** Itself when it took something since then, else nothing. */
  synchronized @Nullable Use since(long then) {
    return tookAt > then ? this : null;
  }

  synchronized long untold() {
    return untold;
  }

  /** A name once told of is followed until it is quiet. */
  synchronized boolean isWorthTelling(long least) {
    return untold >= least || window != UNKNOWN;
  }

  /** What is to be added; it counts as told. */
  synchronized long tell() {
    long amount = untold;
    untold = 0;
    return amount;
  }

  /** It is not known what became of the last that was told: the next sum is a new beginning. */
  synchronized void lostSight() {
    window = UNKNOWN;
  }

  /**
   * @param sum what all nodes granted in that window
   * @return what the others granted since the last time. 0 the first time: it may be long ago
   */
  synchronized long granted(Count count, long sum) {
    boolean first = window == UNKNOWN;
    if (window != count.window()) {
      window = count.window();
      told = 0;
      others = 0;
    }
    told += count.amount();
    long before = others;
    others = sum - told;
    return first ? 0 : Math.max(0, others - before);
  }
}
