package io.tertulia.trial.crowd.person;

import java.util.random.RandomGenerator;

/** The contract's reference: at random within 0-1 s first, then doubling, at most 15 s. */
public final class BackOff {
  private static final long FIRST = 1_000;
  private static final long MOST = 15_000;

  private final RandomGenerator random;
  private int failures;

  public BackOff(RandomGenerator random) {
    this.random = random;
  }

  /** Milliseconds to wait before the next try. */
  public long next() {
    long bound = Math.min(MOST, FIRST << Math.min(failures, 4));
    failures++;
    return random.nextLong(bound);
  }

  public void succeeded() {
    failures = 0;
  }
}
