package io.tertulia.cluster.presence;

import java.time.Duration;

/**
 * Whether this node hears itself through the channel, without which the silence of the others means
 * nothing. On this node's own monotonic clock. Guarded by {@link ClusterPresence}.
 */
final class SelfLiveness {
  private final long lease;
  private boolean up;

  /** When it last heard itself. */
  private long heardAt;

  /** Since when it has heard itself without a pause. */
  private long since;

  SelfLiveness(Duration lease, long now) {
    this.lease = lease.toMillis();
    this.heardAt = now;
    this.since = now;
  }

  boolean isUp() {
    return up;
  }

  void up(long now) {
    up = true;
    since = now;
  }

  void down() {
    up = false;
  }

  void heardItself(long now) {
    if (isPause(now - heardAt)) {
      since = now;
    }
    heardAt = now;
  }

  /**
   * Whether somebody last heard then is to be counted dead.
   *
   * @param then when that node was last heard
   */
  boolean isOverdue(long then, long now) {
    return up && !isPause(now - heardAt) && now - Math.max(then, since) > lease;
  }

  /** Also what a process notices that was stopped for a while: its clock went on, it did not. */
  private boolean isPause(long millis) {
    return millis > lease / 2;
  }
}
