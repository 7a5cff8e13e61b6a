package io.tertulia.room.access.memory;

import io.tertulia.room.access.Audit;
import io.tertulia.room.access.AuditLine;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest acts of a node that stands alone: more than it may hold, and the oldest goes. */
public final class MemoryAudit implements Audit {
  private final Clock clock;
  private final int most;

  /** The oldest first. Guarded by itself. */
  private final Deque<Kept> acts = new ArrayDeque<>();

  /**
   * @param at milliseconds of the wall clock
   */
  public record Kept(long at, Act act) {}

  /**
   * @param most acts that are kept
   */
  public MemoryAudit(Clock clock, int most) {
    this.clock = clock;
    this.most = most;
  }

  @Override
  public void record(Act act) {
    AuditLine.log(act);
    synchronized (acts) {
      if (acts.size() == most) {
        acts.removeFirst();
      }
      acts.addLast(new Kept(clock.millis(), act));
    }
  }

  /** The oldest first. */
  public List<Kept> kept() {
    synchronized (acts) {
      return List.copyOf(acts);
    }
  }
}
