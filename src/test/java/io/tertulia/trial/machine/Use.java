package io.tertulia.trial.machine;

import java.time.Duration;
import java.util.Locale;

/**
 * How busy a machine was for a while: shares, from 0 to 1, of all its processors.
 *
 * @param own what the trial took
 * @param others what other processes took, and what the host of the machine gave to other machines
 * @param worst the most that others took within any five seconds
 */
public record Use(Duration span, double own, double others, double worst) {
  /** On an idle machine of two processors 0.02. */
  private static final double OTHERS = 0.15;

  private static final double WORST = 0.4;

  /** Whether bars in seconds were those of Tertulia, and not of whoever else was at work. */
  public boolean provesTimes() {
    return others <= OTHERS && worst <= WORST;
  }

  /** Why it does not. */
  public String complaint() {
    return String.format(
        Locale.ROOT,
        "times NOT JUDGED: others took %.0f %% of the machine, in the worst five seconds %.0f %%;"
            + " times prove something up to %.0f %% and %.0f %%",
        100 * others,
        100 * worst,
        100 * OTHERS,
        100 * WORST);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "in %d s the trial took %.0f %% of the machine, others %.0f %%, in their worst five seconds"
            + " %.0f %%",
        span.toSeconds(),
        100 * own,
        100 * others,
        100 * worst);
  }
}
