package io.tertulia.attack;

import io.tertulia.attack.witness.Phase;
import io.tertulia.trial.machine.Use;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of one attack.
 *
 * @param came what the attack itself saw
 * @param through how it got through, null when it did not
 * @param before the witnesses without it
 * @param during the witnesses under it
 * @param rss resident memory in MB: before, highest
 * @param live MB of heap that a full collection left while the attackers held on
 * @param use of the machine, by this suite and by others
 * @param after what was wrong with the node afterwards
 */
record Report(
    Known attack,
    String came,
    @Nullable String through,
    Phase before,
    Phase during,
    long[] rss,
    long live,
    Use use,
    List<String> after) {
  /** What the witnesses' p99 may grow by, in milliseconds. */
  static final long SLOWER = 250;

  /** Megabytes of resident memory: twice the heap of the attacked nodes. */
  static final long RESIDENT = 2L * Siege.HEAP;

  /** Megabytes of live heap: three quarters of it; at 65 % a node refuses what would take more. */
  static final long LIVE = Siege.HEAP * 3L / 4;

  static final String HEAD =
      "| attack | expected | came | witness p50/p99 ms before → during | newcomers p99"
          + " | RSS MB before → peak | live heap | verdict |\n|---|---|---|---|---|---|---|---|";

  /** All that is wrong; empty for a clean one. What is a matter of time only where times count. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    if (through != null) {
      faults.add("got through: " + through);
    }
    if (rss[1] > RESIDENT) {
      faults.add("resident memory of %d MB, bar %d".formatted(rss[1], RESIDENT));
    }
    if (live > LIVE) {
      faults.add("live heap of %d MB, bar %d".formatted(live, LIVE));
    }
    faults.addAll(after);
    if (isJudged()) {
      faults.addAll(noticed());
    }
    return faults;
  }

  /** What the two and the newcomers have to complain of. */
  private List<String> noticed() {
    List<String> faults = new ArrayList<>(during.faults());
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
    return use.provesTimes();
  }

  private String verdict() {
    String verdict = isClean() ? "held" : "FELL: " + String.join("; ", faults());
    return isJudged()
        ? verdict
        : verdict + "; " + use.complaint() + " " + String.join("; ", noticed());
  }

  @Override
  public String toString() {
    return "| %s | %s | %s | %d/%d → %d/%d | %d → %d | %d → %d | %d | %s |"
        .formatted(
            attack.word(),
            attack.expected(),
            came,
            before.talk().p50(),
            before.talk().p99(),
            during.talk().p50(),
            during.talk().p99(),
            before.entering().p99(),
            during.entering().p99(),
            rss[0],
            rss[1],
            live,
            verdict());
  }
}
