package io.tertulia.attack.witness;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What the witnesses noticed between two moments.
 *
 * @param talk from the moment that a text was due until the other one heard it
 * @param entering from a newcomer's connect until it was greeted
 * @param wrong what was refused, lost, repeated or never answered
 */
public record Phase(Latencies talk, Latencies entering, ConcurrentLinkedQueue<String> wrong) {
  static Phase begin() {
    return new Phase(new Latencies(), new Latencies(), new ConcurrentLinkedQueue<>());
  }

  /** The first few of what was wrong. */
  public List<String> faults() {
    return new ArrayList<>(wrong).subList(0, Math.min(3, wrong.size()));
  }
}
