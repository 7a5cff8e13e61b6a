package io.tertulia.trial.journal;

import java.util.ArrayList;
import java.util.List;

/** What one member received, in order. Any thread. */
public final class Tape {
  private final String member;
  private final List<Seen> seen = new ArrayList<>();
  private long messages;

  Tape(String member) {
    this.member = member;
  }

  public String member() {
    return member;
  }

  public synchronized void add(Seen one) {
    seen.add(one);
    messages += one instanceof Seen.Message ? 1 : 0;
  }

  synchronized long messages() {
    return messages;
  }

  /** A copy. */
  public synchronized List<Seen> seen() {
    return List.copyOf(seen);
  }

  /** Whether it lost its connection and resumed from a cursor. */
  boolean resumed() {
    boolean lost = false;
    for (Seen one : seen()) {
      lost |= one instanceof Seen.Lost;
      if (lost && one instanceof Seen.Joined joined && joined.since() != null) {
        return true;
      }
    }
    return false;
  }
}
