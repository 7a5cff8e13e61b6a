package io.tertulia.trial;

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
}
