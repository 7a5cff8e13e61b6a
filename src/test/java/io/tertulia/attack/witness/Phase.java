package io.tertulia.attack.witness;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What the witnesses noticed between two moments.
 *
 * @param talk from the moment that a text was due until the other one heard it
 * @param entering from a newcomer's connect until it was greeted
 * @param wrong what was refused or never answered, which a busy machine may do
 * @param twice what came twice, which nothing excuses
 */
public record Phase(
    Latencies talk,
    Latencies entering,
    ConcurrentLinkedQueue<String> wrong,
    ConcurrentLinkedQueue<String> twice) {
  /** One in which nothing was noticed yet. */
  public static Phase begin() {
    return new Phase(
        new Latencies(),
        new Latencies(),
        new ConcurrentLinkedQueue<>(),
        new ConcurrentLinkedQueue<>());
  }

  /** The first few of what was wrong. */
  public List<String> faults() {
    return first(wrong);
  }

  /** The first few that came twice. */
  public List<String> repeated() {
    return first(twice);
  }

  private static List<String> first(ConcurrentLinkedQueue<String> all) {
    return all.stream().limit(3).toList();
  }
}
