package io.tertulia.trial.oracle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the oracle has found so far. */
final class Findings {
  /** More of them help nobody. */
  private static final int COMPLAINTS = 200;

  private final List<String> complaints = new ArrayList<>();
  private long more;

  long deliveries;
  long repaired;
  long resets;
  long slowestRecovery;
  long slowestDelivery;

  private long lost;
  private long repeated;
  private long reordered;
  private long phantoms;

  void lost(String complaint) {
    lost++;
    complain("lost: " + complaint);
  }

  void repeated(String complaint) {
    repeated++;
    complain("repeated: " + complaint);
  }

  void reordered(String complaint) {
    reordered++;
    complain("reordered: " + complaint);
  }

  void phantom(String complaint) {
    phantoms++;
    complain("phantom: " + complaint);
  }

  void complain(String complaint) {
    if (complaints.size() < COMPLAINTS) {
      complaints.add(complaint);
    } else {
      more++;
    }
  }

  Verdict verdict(Sent sent) {
    List<String> all = new ArrayList<>(complaints);
    if (more > 0) {
      all.add("and " + more + " more");
    }
    return new Verdict(
        sent.attempts(),
        sent.acks(),
        sent.refusals(),
        sent.unknowns(),
        deliveries,
        repaired,
        resets,
        lost,
        repeated,
        reordered,
        phantoms,
        Duration.ofNanos(slowestRecovery),
        Duration.ofNanos(slowestDelivery),
        List.copyOf(all));
  }
}
