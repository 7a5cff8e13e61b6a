package io.tertulia.attack.target;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what came, by its name. Any thread. */
public final class Outcomes {
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  public void count(String what) {
    counts.computeIfAbsent(what, name -> new LongAdder()).increment();
  }

  /** The status of a response's head. */
  public void status(String head) {
    count(head.startsWith("HTTP/1.1 ") ? head.substring(9, 12) : "no HTTP");
  }

  public long of(String what) {
    LongAdder count = counts.get(what);
    return count == null ? 0 : count.sum();
  }

  @Override
  public String toString() {
    return counts.isEmpty() ? "nothing" : new TreeMap<>(counts).toString();
  }
}
