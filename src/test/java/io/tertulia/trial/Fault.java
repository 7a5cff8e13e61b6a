package io.tertulia.trial;

import io.tertulia.trial.oracle.Verdict;
import io.tertulia.trial.rig.Setup;

/** What happens to the cluster while people chat. */
public interface Fault {
  /** What the rig must be for this. */
  default Setup setup(Setup given) {
    return given;
  }

  /** Who must be there for this. */
  default Options options(Options given) {
    return given;
  }

  /**
   * Strikes, makes sure that it did ({@link Findings#fired}), puts everything right again, and
   * measures what has a bar.
   */
  void strike(Trial trial);

  /** Whether a node stands still meanwhile, so that Vert.x rightly tells of its threads. */
  default boolean standsStill() {
    return false;
  }

  /** Bars on what the whole workload saw, beside those of every trial. */
  default void judge(Trial trial, Verdict verdict) {}
}
