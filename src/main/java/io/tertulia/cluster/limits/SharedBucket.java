package io.tertulia.cluster.limits;

import io.tertulia.cluster.limits.Counters.Count;
import org.jspecify.annotations.Nullable;

/** What one name took on this node, and what is known of the other nodes. Any thread. */
final class SharedBucket {
  private static final long UNKNOWN = -1;

  /** Milliseconds for which a name that is not busy any more is still followed. */
  private static final long QUIET = 5_000;

  private long untold;

  /** When it last took much, or was refused. */
  private long busyAt;

  /** The window in which the other nodes were last seen. */
  private long window = UNKNOWN;

  /** What this node told in that window. */
  private long told;

  /** What the others had told by then. */
  private long others;

  SharedBucket(long now) {
    busyAt = now - QUIET;
  }

  synchronized SharedBucket took() {
    untold++;
    return this;
  }

  synchronized SharedBucket refused(long now) {
    busyAt = now;
    return this;
  }

  /**
   * Itself while the name is busy here, and for a while after that; else nothing.
   *
   * @param least what a busy name has taken since the last time
   */
  synchronized @Nullable SharedBucket unlessQuiet(long least, long now) {
    if (untold >= least) {
      busyAt = now;
    }
    return now - busyAt < QUIET ? this : null;
  }

  synchronized long untold() {
    return untold;
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
