package io.tertulia.cluster.follow.held;

import io.tertulia.cluster.log.Lineage;
import io.tertulia.room.Position;
import java.util.ArrayDeque;
import java.util.Deque;

/** The lineages that one room has had, as far as this node remembers. On the cluster's loop. */
public final class LineageHistory {
  private static final int REMEMBERED = 4;

  /** The newest first; each of another current epoch than the one before. */
  private final Deque<Lineage> lineages = new ArrayDeque<>(1);

  public void learn(Lineage lineage) {
    Lineage newest = lineages.peekFirst();
    if (newest != null && newest.epoch().equals(lineage.epoch())) {
      lineages.removeFirst();
    } else if (lineages.size() == REMEMBERED) {
      lineages.removeLast();
    }
    lineages.addFirst(lineage);
  }

  /** Whether the newest lineage went through this epoch. */
  public boolean names(String epoch) {
    Lineage newest = lineages.peekFirst();
    return newest != null && newest.last(epoch) >= 0;
  }

  /**
   * Up to which seq of {@code now} somebody at this position has what the log has; 0 if unknown.
   */
  public long common(Position position, Lineage now) {
    long most = 0;
    for (Lineage remembered : lineages) {
      most = Math.max(most, now.common(position, remembered));
    }
    return most;
  }
}
