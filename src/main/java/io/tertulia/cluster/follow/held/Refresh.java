package io.tertulia.cluster.follow.held;

import io.tertulia.cluster.log.Lineage;
import io.tertulia.cluster.log.LogServer;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lets go of what was deleted unheard. A node holds what it stored in a room that nobody here is
 * in, and hears nothing of that room: so when more of the log than before is no message, what is
 * held is read again. On the cluster's loop.
 */
public final class Refresh {
  /** Entries of one read. */
  private static final int PAGE = 50;

  private final RoomId room;
  private final LogServer server;
  private final RepairBuffer held;

  /** Entries of the log that were no messages when it was compared last. */
  private long others;

  private boolean doubtful;
  private boolean reading;

  public Refresh(RoomId room, LogServer server, RepairBuffer held) {
    this.room = room;
    this.server = server;
    this.held = held;
  }

  /** Entries were passed over. */
  public void doubt() {
    doubtful = true;
  }

  /**
   * @param head of the log
   * @param followed whether all that is stored is heard
   */
  public void compare(Lineage head, boolean followed) {
    if (reading) {
      return;
    }
    long now = head.top() - head.messages();
    boolean due = doubtful || (!followed && now != others);
    others = now;
    doubtful = false;
    if (due && !held.isEmpty()) {
      reading = true;
      read(head, 0)
          .whenComplete(
              (done, failure) -> {
                reading = false;
                doubtful |= failure != null;
              });
    }
  }

  /** One page after the other, where something is held. */
  private CompletionStage<Boolean> read(Lineage head, long above) {
    Position next = held.next(above);
    if (next == null) {
      return CompletableFuture.completedStage(true);
    }
    return server
        .read(room, Query.after(head.at(next.seq() - 1), PAGE))
        .thenCompose(
            span -> {
              span.entries().forEach(held::refresh);
              return read(head, Math.max(next.seq(), span.now().to()));
            });
  }
}
