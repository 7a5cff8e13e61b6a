package io.tertulia.trial.rows;

import io.tertulia.trial.rig.Fault;
import io.tertulia.trial.rig.Pause;
import io.tertulia.trial.rig.RigNode;
import io.tertulia.trial.rig.Setup;
import io.tertulia.trial.rig.Trial;
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

  private record Memory(long live, long resident) {
    static Memory of(RigNode node) {
      return new Memory(node.liveKilobytes(), node.residentKilobytes());
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
          .atMost(LIVE_PERCENT, live + ofPercent(then.live), percent(then.live, now.live));
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
