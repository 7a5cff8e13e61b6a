package io.tertulia.ops.balance;

import java.util.List;

/**
 * How many clients a node should send on now because it has more than its share. Slowly: what it
 * knows of the others is some seconds old, and so is what the balancer knows. On one thread.
 */
final class RebalanceQuota {
  /** Times the mean of the others. */
  private static final double UNEVEN = 1.25;

  /** A smaller difference to the mean is not worth a move. */
  private static final int LEAST = 20;

  /** After what should have been enough comes a rest, in milliseconds, each twice as long. */
  private static final long REST = 30_000;

  /** Who comes back here for ever has nowhere else to go, or no balancer. */
  private static final long LONGEST_REST = 600_000;

  private static final int NONE = -1;

  private final int pace;

  /** How many may still be sent on: when all of them go to the others, the nodes are even. */
  private int left = NONE;

  private long rest = REST;
  private long restUntil = Long.MIN_VALUE;

  /**
   * @param pace clients that may be sent on in one turn, 0 for none
   */
  RebalanceQuota(int pace) {
    this.pace = pace;
  }

  /**
   * One turn.
   *
   * @param own sockets of this node that were not asked to go yet
   * @param others sockets of each of the others
   * @param now monotonic milliseconds
   * @return how many to send on
   */
  int due(int own, List<Integer> others, long now) {
    double mean = others.stream().mapToInt(Integer::intValue).average().orElse(own);
    if (own - mean < LEAST || own <= UNEVEN * mean) {
      left = NONE;
      rest = REST;
      restUntil = now;
      return 0;
    }
    if (now < restUntil) {
      return 0;
    }
    if (left == NONE) {
      left = (int) Math.ceil((own - mean) * others.size() / (others.size() + 1));
    }
    if (left == 0) {
      left = NONE;
      restUntil = now + rest;
      rest = Math.min(2 * rest, LONGEST_REST);
      return 0;
    }
    int due = Math.min(pace, left);
    left -= due;
    return due;
  }
}
