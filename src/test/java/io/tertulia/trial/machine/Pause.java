package io.tertulia.trial.machine;

import java.time.Duration;

/** In a trial time itself is what acts: a fault lasts as long as it lasts. */
public final class Pause {
  private Pause() {}

  public static void millis(long length) {
    of(Duration.ofMillis(length));
  }

  public static void of(Duration length) {
    try {
      Thread.sleep(length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
