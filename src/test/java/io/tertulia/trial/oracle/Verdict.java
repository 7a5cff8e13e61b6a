package io.tertulia.trial.oracle;

import java.time.Duration;
import java.util.List;

/**
 * What an {@link Oracle} found.
 *
 * @param repaired entries received that were put back after a loss
 * @param slowestRecovery from the loss of a connection, or a later mark, until live again
 * @param slowestDelivery of an acknowledged message to a live member, from the ack or a later mark
 * @param complaints each names member, room and mid; bounded
 */
public record Verdict(
    long attempts,
    long acks,
    long refusals,
    long unknowns,
    long deliveries,
    long repaired,
    long resets,
    long lost,
    long repeated,
    long reordered,
    long phantoms,
    Duration slowestRecovery,
    Duration slowestDelivery,
    List<String> complaints) {

  /** Whether the promise was kept: nothing lost in silence, repeated, reordered or made up. */
  public boolean clean() {
    return lost == 0 && repeated == 0 && reordered == 0 && phantoms == 0 && complaints.isEmpty();
  }

  /** One table for people. */
  @Override
  public String toString() {
    StringBuilder table = new StringBuilder();
    row(table, "attempts", attempts, "acks", acks);
    row(table, "refusals", refusals, "unknowns", unknowns);
    row(table, "deliveries", deliveries, "repaired", repaired);
    row(table, "resets", resets, "LOST", lost);
    row(table, "REPEATED", repeated, "REORDERED", reordered);
    row(table, "PHANTOMS", phantoms, "COMPLAINTS", complaints.size());
    table.append(
        "slowest recovery %,d ms, slowest delivery %,d ms%n"
            .formatted(slowestRecovery.toMillis(), slowestDelivery.toMillis()));
    complaints.forEach(complaint -> table.append("  ! ").append(complaint).append('\n'));
    return table.toString();
  }

  private static void row(StringBuilder table, String a, long countA, String b, long countB) {
    table.append("%-12s %,12d   %-12s %,12d%n".formatted(a, countA, b, countB));
  }
}
