package io.tertulia.trial.machine;

/** What some processes have taken since they were first looked at, which never becomes less. */
final class Ticks {
  /** Looks after which a sum that is less than before is believed. */
  private static final int PATIENCE = 3;

  long taken;
  private long last = -1;
  private int less;

  /**
   * @param sum as of now. Less than before when somebody ended whom nobody waits for; and for one
   *     look when the list of processes was read while somebody ended
   */
  void seen(long sum) {
    if (last < 0 || less == PATIENCE) {
      last = sum;
    }
    if (sum < last) {
      less++;
    } else {
      taken += sum - last;
      last = sum;
      less = 0;
    }
  }
}
