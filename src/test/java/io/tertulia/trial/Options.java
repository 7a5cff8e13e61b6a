package io.tertulia.trial;

import io.tertulia.trial.workload.Workload.Shape;

/**
 * How long and with whom a fault is tried.
 *
 * @param seconds that people chat, at least
 * @param brief whether faults are as short as the fast gate wants them
 * @param deliveries without which it does not count
 * @param shape of the workload; its seed is that of everything that is chosen
 */
public record Options(int seconds, boolean brief, int deliveries, Shape shape) {
  private static final int PUBLISHERS = 12;
  private static final double RESUMING = 0.4;
  private static final int PER_SECOND = 100;

  /** For {@link #gate}; {@code -Dtrial.deliveries=…} has the last word. */
  private static final int GATE = Integer.getInteger("trial.deliveries", 30_000);

  /** Counts with a hundred thousand deliveries. */
  public static Options full(long seed, int seconds) {
    return new Options(seconds, false, 100_000, shape(seed, 50, 150));
  }

  /** Short faults, and counts with a third of it: among all the other end-to-end tests. */
  public static Options gate(long seed, int seconds) {
    return new Options(seconds, true, GATE, shape(seed, 50, 150));
  }

  /** Counts with a tenth of it. */
  public static Options brief(long seed, int seconds) {
    return new Options(seconds, true, 10_000, shape(seed, 50, 150));
  }

  public Options with(int rooms, int members) {
    return new Options(seconds, brief, deliveries, shape(seed(), rooms, members));
  }

  public Options counting(int fewest) {
    return new Options(seconds, brief, fewest, shape);
  }

  /** With texts of so many characters, of two bytes each. */
  public Options filledWith(int characters) {
    return new Options(seconds, brief, deliveries, shape.filledWith(characters));
  }

  public long seed() {
    return shape.seed();
  }

  private static Shape shape(long seed, int rooms, int members) {
    return new Shape(seed, rooms, members, PUBLISHERS, RESUMING, PER_SECOND, Shape.SHORT);
  }
}
