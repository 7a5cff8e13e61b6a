package io.tertulia.trial.rows;

import io.tertulia.trial.rig.Fault;
import io.tertulia.trial.rig.Pause;
import io.tertulia.trial.rig.RigNode;
import io.tertulia.trial.rig.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** R1: nothing happens, for long. Memory must not grow. */
final class Soak implements Fault {
  private static final Duration EVERY = Duration.ofSeconds(1);

  /** Of the resident memory; compilers and metadata still settle in the first minutes. */
  private static final double GROWTH_PERCENT = 4;

  @Override
  public void strike(Trial trial) {
    List<List<Long>> samples = new ArrayList<>();
    trial.rig().nodes().forEach(node -> samples.add(new ArrayList<>()));
    long end = System.nanoTime() + Duration.ofSeconds(trial.options().seconds()).toNanos();
    while (System.nanoTime() < end) {
      trial.rig().nodes().forEach(node -> samples.get(node.index()).add(node.residentKilobytes()));
      Pause.of(EVERY);
    }
    trial.findings().fired("nothing, for " + trial.options().seconds() + " s", true);
    for (RigNode node : trial.rig().nodes()) {
      judge(trial, node, samples.get(node.index()));
    }
    trial.socketsStayOpen();
  }

  /** After a warm-up of a third, the second half of the rest beside the first. */
  private static void judge(Trial trial, RigNode node, List<Long> samples) {
    int third = samples.size() / 3;
    double before = median(samples.subList(third, 2 * third));
    double after = median(samples.subList(2 * third, samples.size()));
    String what =
        "growth of node %d from %.0f MB, in percent".formatted(node.index(), before / 1024);
    trial.findings().atMost(GROWTH_PERCENT, what, (after - before) * 100 / before);
  }

  private static double median(List<Long> samples) {
    return samples.stream().sorted().toList().get(samples.size() / 2);
  }
}
