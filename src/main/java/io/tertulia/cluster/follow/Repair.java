package io.tertulia.cluster.follow;

import io.tertulia.cluster.follow.held.RepairBuffer;
import io.tertulia.cluster.log.Lineage;
import io.tertulia.cluster.log.LogServer;
import io.tertulia.cluster.log.LogServer.Repaired;
import io.tertulia.room.Entry;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Compares what is held of one room with the log, and puts back what that has lost, a few entries
 * at a time. On the cluster's loop.
 */
final class Repair {
  private static final int BYTES = 256 * 1024;

  private final RoomId room;
  private final FollowerContext node;
  private final RepairBuffer tail;
  private long late;

  /** What came of it. Fails as the log does. */
  sealed interface Outcome {}

  /**
   * The log has all that is held here.
   *
   * @param lineage null when the log does not have the room, and nothing of it is known here either
   * @param late entries that were lost too long ago
   */
  record Done(@Nullable Lineage lineage, long late) implements Outcome {}

  /** Something is lost, and a node that may know the whole order should go first. */
  record Yields() implements Outcome {}

  /**
   * @param tail whose entries are safe once they were put back
   */
  Repair(RoomId room, FollowerContext node, RepairBuffer tail) {
    this.room = room;
    this.node = node;
    this.tail = tail;
  }

  /**
   * @param followed whether the room was heard here, so that its whole order is known; then it has
   *     to exist, too
   * @param yielded whether others had the time to go first
   */
  CompletionStage<Outcome> begin(boolean followed, boolean yielded) {
    return node.server()
        .check(List.of(room))
        .thenCompose(heads -> judge(heads.getFirst(), followed, yielded));
  }

  private CompletionStage<Outcome> judge(
      @Nullable Lineage head, boolean followed, boolean yielded) {
    List<Entry> lost = tail.lost(head, Long.MAX_VALUE);
    Position known = tail.known();
    boolean has = known == null || (head != null && head.has(known));
    if (lost.isEmpty() && has && (head != null || !followed)) {
      return CompletableFuture.completedStage(new Done(head, 0));
    }
    return followed || yielded || lost.isEmpty()
        ? putBack(lost, known)
        : CompletableFuture.completedStage(new Yields());
  }

  /**
   * @param lost in the order in which it was said; when there is nothing, the room gets a lineage
   *     at least
   * @param known the highest position that is known here
   */
  private CompletionStage<Outcome> putBack(List<Entry> lost, @Nullable Position known) {
    List<Entry> now = first(lost);
    List<Entry> rest = lost.subList(now.size(), lost.size());
    return node.server()
        .repair(new LogServer.Repair(room, known, node.nonce(), now))
        .thenCompose(
            done -> {
              repaired(done, now);
              return rest.isEmpty()
                  ? CompletableFuture.completedStage(new Done(done.lineage(), late))
                  : putBack(rest, done.lineage().head());
            });
  }

  private void repaired(Repaired done, List<Entry> now) {
    late += done.late();
    tail.settle(now, done.lineage().head());
    node.meter().repaired(done.repaired(), done.late());
  }

  /** As many as one repair may take. */
  private static List<Entry> first(List<Entry> lost) {
    int count = 0;
    long bytes = 0;
    for (Entry entry : lost) {
      bytes += entry.json().length;
      if (count == LogServer.REPAIRS || (count > 0 && bytes > BYTES)) {
        break;
      }
      count++;
    }
    return lost.subList(0, count);
  }
}
