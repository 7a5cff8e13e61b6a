package io.tertulia.trial.workload;

import io.tertulia.trial.machine.Machine;
import io.tertulia.trial.machine.Use;
import java.time.Duration;
import java.util.Locale;

/**
 * How much is said in a trial, so that nodes, Redis, proxies and clients together take a third of
 * the machine: one that has nothing left measures itself.
 *
 * @param perSecond messages of all publishers together
 * @param carries messages a second that would take all of the machine
 */
public record Pace(double perSecond, double carries) {
  private static final double SHARE = 1.0 / 3;

  /** Of what a shape wants at most: with less a trial would take for ever. */
  private static final double LEAST = 0.2;

  /** Until programs that have just started are compiled. */
  private static final Duration WARM = Duration.ofSeconds(6);

  private static final Duration MEASURED = Duration.ofSeconds(4);

  /** Of a workload that has started: its first ten seconds say what this machine carries. */
  public static Pace find(Workload workload, int most) {
    try (Machine machine = Machine.watch()) {
      pause(WARM);
      int moment = machine.moment();
      long before = workload.journal().acks();
      pause(MEASURED);
      Use use = machine.useSince(moment);
      return of(workload.journal().acks() - before, use, most);
    }
  }

  /**
   * @param acks within the measured time
   * @param most that a second may have
   */
  static Pace of(long acks, Use use, int most) {
    double perSecond = acks * 1e9 / use.span().toNanos();
    double carries = perSecond / Math.max(use.own(), 0.01);
    return new Pace(Math.clamp(carries * SHARE, most * LEAST, most), carries);
  }

  /** From now on the workload keeps it. */
  public Pace setOn(Workload workload) {
    workload.pace(perSecond);
    return this;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.0f messages a second; %.0f would take all of this machine",
        perSecond,
        carries);
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }
}
