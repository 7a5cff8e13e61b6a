package io.tertulia.attack;

import io.tertulia.attack.witness.Phase;
import io.tertulia.trial.machine.Use;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of one attack.
 *
 * @param before the witnesses without it
 * @param during the witnesses under it
 * @param after what was wrong with the node afterwards
 */
record Report(Known attack, Came came, Phase before, Phase during, Took took, List<String> after) {

  /** What the attack itself saw. */
  record Came(String words, How how) {}

  /** Whether what came of it may come. */
  enum How {
    WITHSTOOD,
    /** Where times count it may not. */
    LATE,
    THROUGH
  }

  /**
   * What it took of the machine.
   *
   * @param before resident memory of the node, in MB
   * @param peak the highest
   * @param live MB of heap that a full collection left while the attackers held on
   * @param use by this suite and by others
   * @param effort by whom, while it lasted
   */
  record Took(long before, long peak, long live, Use use, String effort) {}

  /** What the witnesses' p99 may grow by, in milliseconds. */
  static final long SLOWER = 250;

  /** Megabytes of resident memory: twice the heap of the attacked nodes. */
  static final long RESIDENT = 2L * Siege.HEAP;

  /** Megabytes of live heap: three quarters of it; at 65 % a node refuses what would take more. */
  static final long LIVE = Siege.HEAP * 3L / 4;

  static final String HEAD =
      "| attack | expected | came | witness p50/p99 ms before → during | newcomers p99"
          + " | RSS MB before → peak | live heap | processors meanwhile | verdict |\n"
          + "|---|---|---|---|---|---|---|---|---|";

  Report with(List<String> wrongAfterwards) {
    return new Report(attack, came, before, during, took, wrongAfterwards);
  }

  /** All that is wrong; empty for a clean one. What is a matter of time only where times count. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    if (came.how() == How.THROUGH) {
      faults.add("got through: " + came.words());
    }
    if (took.peak() > RESIDENT) {
      faults.add("resident memory of %d MB, bar %d".formatted(took.peak(), RESIDENT));
    }
    if (took.live() > LIVE) {
      faults.add("live heap of %d MB, bar %d".formatted(took.live(), LIVE));
    }
    faults.addAll(after);
    faults.addAll(during.repeated());
    if (isJudged()) {
      faults.addAll(noticed());
    }
    return faults;
  }

  /** What the two and the newcomers have to complain of. */
  private List<String> noticed() {
    List<String> faults = new ArrayList<>(during.faults());
    if (came.how() == How.LATE) {
      faults.add("not in time: " + came.words());
    }
    slower(faults, "the witnesses", before.talk().p99(), during.talk().p99());
    slower(faults, "newcomers", before.entering().p99(), during.entering().p99());
    return faults;
  }

  private static void slower(List<String> faults, String who, long before, long during) {
    if (during > before + SLOWER) {
      faults.add("p99 of %s %d ms, bar %d + %d".formatted(who, during, before, SLOWER));
    }
  }

  boolean isClean() {
    return faults().isEmpty();
  }

  /** Whether what is late is late by the attack, and not by who else was at work here. */
  boolean isJudged() {
    return took.use().provesTimes();
  }

  private String verdict() {
    String verdict = isClean() ? "held" : "FELL: " + String.join("; ", faults());
    return isJudged()
        ? verdict
        : verdict + "; " + took.use().complaint() + " " + String.join("; ", noticed());
  }

  @Override
  public String toString() {
    return "| %s | %s | %s | %d/%d → %d/%d | %d → %d | %d → %d | %d | %s | %s |"
        .formatted(
            attack.word(),
            attack.expected(),
            came.words(),
            before.talk().p50(),
            before.talk().p99(),
            during.talk().p50(),
            during.talk().p99(),
            before.entering().p99(),
            during.entering().p99(),
            took.before(),
            took.peak(),
            took.live(),
            took.effort(),
            verdict());
  }
}
