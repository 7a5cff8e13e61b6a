package io.tertulia.trial.rows;

import io.tertulia.trial.Fault;
import io.tertulia.trial.Trial;
import io.tertulia.trial.machine.Pause;
import io.tertulia.trial.rig.RigNode;
import io.tertulia.trial.rig.Setup;
import java.time.Duration;
import java.util.List;

/**
 * R1: nothing happens, for long. Memory must not grow: neither what lives on the heap, nor what the
 * process takes beside it.
 */
final class Soak implements Fault {
  /** Of what lives on the heap: messages come and go, and are not all of one length. */
  private static final double LIVE_PERCENT = 5;

  /** Of the resident memory: the heap is taken into use bit by bit, up to its bound. */
  private static final double RESIDENT_PERCENT = 10;

  private static final int LOOKS = 4;

  /** In kilobytes: the collector counts in regions, and one is 5 % of a small heap. */
  private static final long REGION = 1_024;

  private record Memory(long live, long resident) {
    /** The least of some looks: what lives only while messages pass is no growth. */
    static Memory of(RigNode node) {
      long live = node.liveKilobytes();
      for (int look = 1; look < LOOKS; look++) {
        Pause.of(Duration.ofMillis(700));
        live = Math.min(live, node.liveKilobytes());
      }
      return new Memory(live, node.residentKilobytes());
    }
  }

  /**
   * Two thirds of the time, at least as long as tails are held in three minutes, fill what has a
   * bound.
   */
  @Override
  public Setup setup(Setup given) {
    return given.watchingLeaks();
  }

  @Override
  public void strike(Trial trial) {
    Duration third = Duration.ofSeconds(trial.options().seconds()).dividedBy(3);
    Pause.of(third.multipliedBy(2));
    List<Memory> before = trial.rig().nodes().stream().map(Memory::of).toList();
    Pause.of(third);
    trial.findings().fired("nothing, for " + trial.options().seconds() + " s", true);
    for (RigNode node : trial.rig().nodes()) {
      Memory then = before.get(node.index());
      Memory now = Memory.of(node);
      String live = "growth of the live heap of node " + node.index();
      trial
          .findings()
          .atMost(LIVE_PERCENT, live + ofPercent(then.live), percent(then.live, now.live - REGION));
      String resident = "growth of the resident memory of node " + node.index();
      trial
          .findings()
          .atMost(
              RESIDENT_PERCENT,
              resident + ofPercent(then.resident),
              percent(then.resident, now.resident));
    }
    trial.socketsStayOpen();
  }

  private static String ofPercent(long kilobytes) {
    return " from " + kilobytes / 1024 + " MB, in percent";
  }

  private static double percent(long before, long after) {
    return (after - before) * 100.0 / before;
  }
}
