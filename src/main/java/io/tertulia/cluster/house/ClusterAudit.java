package io.tertulia.cluster.house;

import io.tertulia.room.access.Audit;
import io.tertulia.room.access.AuditLine;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The acts of all nodes in one list. While Redis is away they wait here; of more than may wait the
 * oldest are left out, and the list says how many. The line of the log has all of them. One whose
 * writing was not answered is written again, so it may stand there twice.
 */
public final class ClusterAudit implements Audit {
  /** Acts that may wait. */
  static final int WAITING = 1_000;

  private final HouseStore store;
  private final Clock wall;

  /** The oldest first. Guarded by this, as is all below. */
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  private boolean writing;
  private long dropped;

  private record Waiting(long at, Act act) {}

  public ClusterAudit(HouseStore store, Clock wall) {
    this.store = store;
    this.wall = wall;
  }

  @Override
  public void record(Act act) {
    AuditLine.log(act);
    enqueue(act);
    write();
  }

  private synchronized void enqueue(Act act) {
    if (waiting.size() == WAITING) {
      waiting.removeFirst();
      dropped++;
    }
    waiting.addLast(new Waiting(wall.millis(), act));
  }

  /** Writes what waits; called about once a second. */
  public void tick() {
    write();
  }

  private synchronized void write() {
    if (writing) {
      return;
    }
    if (dropped > 0 && waiting.size() < WAITING) {
      waiting.addFirst(new Waiting(wall.millis(), leftOut()));
      dropped = 0;
    }
    Waiting next = waiting.peekFirst();
    if (next != null) {
      writing = true;
      store
          .write(next.at, next.act)
          .whenComplete((done, failure) -> written(next, failure == null));
    }
  }

  /** Stands where the acts would. */
  private Act leftOut() {
    return new Act("tertulia", "audit", "entries:" + dropped, null, "", "left out", null, 1);
  }

  private void written(Waiting one, boolean well) {
    synchronized (this) {
      writing = false;
      if (well) {
        waiting.removeFirstOccurrence(one);
      }
    }
    if (well) {
      write();
    }
  }
}
