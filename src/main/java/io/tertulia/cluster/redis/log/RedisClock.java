package io.tertulia.cluster.redis.log;

import io.tertulia.cluster.log.LogServer;
import io.tertulia.cluster.log.Loop;

/** Redis' clock, followed from what Redis says of it now and then. On the loop. */
final class RedisClock {
  private final Loop loop;
  private long offset;
  private boolean known;

  RedisClock(Loop loop) {
    this.loop = loop;
  }

  /**
   * Redis looked at its clock at some moment between the two, which bounds the offset from both
   * sides: an answer that took long corrects nothing, a clock that was set is followed at once.
   *
   * @param asked when it was asked, on the loop's clock
   * @param answered when its answer came, on the loop's clock
   * @param time what it said, in milliseconds
   */
  void heard(long asked, long answered, long time) {
    offset = Math.clamp(known ? offset : Long.MIN_VALUE, time - answered, time - asked);
    known = true;
  }

  boolean isKnown() {
    return known;
  }

  /**
   * Milliseconds since 1970, rather a little behind than ahead: what must not run too late does
   * not. {@link LogServer#UNKNOWN_TIME} before Redis was heard.
   */
  long now() {
    return known ? loop.now() + offset : LogServer.UNKNOWN_TIME;
  }
}
