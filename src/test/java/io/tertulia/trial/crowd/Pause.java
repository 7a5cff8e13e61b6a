package io.tertulia.trial.crowd;

/** Waiting, on a virtual thread of the trial. */
final class Pause {
  private Pause() {}

  static void millis(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the people of a trial", e);
    }
  }
}
