package io.tertulia.attack.witness;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What was measured in one phase. Any thread. */
public final class Latencies {
  private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();

  void add(long took) {
    nanos.add(took);
  }

  public int count() {
    return nanos.size();
  }

  public long p50() {
    return millis(0.50);
  }

  public long p99() {
    return millis(0.99);
  }

  /** The smallest that so many are not above, in milliseconds; 0 when nothing was measured. */
  private long millis(double part) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    int at = (int) Math.ceil(sorted.length * part) - 1;
    return sorted.length == 0 ? 0 : sorted[Math.max(0, at)] / 1_000_000;
  }
}
