package io.tertulia.cluster.follow;

import io.tertulia.cluster.follow.held.RepairBuffer;
import io.tertulia.cluster.log.Lineage;
import io.tertulia.cluster.log.LogServer;
import io.tertulia.cluster.log.LogServer.Repaired;
import io.tertulia.room.Entry;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts back what the log of one room has lost, a few entries at a time. On the cluster's loop. */
final class Repair {
  private static final int BYTES = 256 * 1024;

  private final RoomId room;
  private final Node node;
  private final RepairBuffer tail;
  private final Consumer<@Nullable Done> then;
  private long late;

  /**
   * @param late entries that were lost too long ago
   */
  record Done(Lineage lineage, long late) {}

  /**
   * @param tail whose entries are safe once they were put back
   * @param then is told once; null when Redis gave no answer
   */
  Repair(RoomId room, Node node, RepairBuffer tail, Consumer<@Nullable Done> then) {
    this.room = room;
    this.node = node;
    this.tail = tail;
    this.then = then;
  }

  /**
   * @param lost in the order in which it was said; when there is nothing, the room gets a lineage
   *     at least
   * @param known the highest position that is known here
   */
  void begin(List<Entry> lost, @Nullable Position known) {
    List<Entry> now = first(lost);
    List<Entry> rest = lost.subList(now.size(), lost.size());
    node.server()
        .repair(new LogServer.Repair(room, known, node.nonce(), now))
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                repaired(done, now, rest);
              } else {
                then.accept(null);
              }
            });
  }

  private void repaired(Repaired done, List<Entry> now, List<Entry> rest) {
    late += done.late();
    tail.settle(now, done.lineage().head());
    node.meter().repaired(done.repaired(), done.late());
    if (rest.isEmpty()) {
      then.accept(new Done(done.lineage(), late));
    } else {
      begin(rest, done.lineage().head());
    }
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
