package io.tertulia.cluster.follow;

import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Direction;
import io.tertulia.room.MessageLog.Page;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page made of what a node holds itself, for as long as Redis is away. */
final class HeldPage {
  private HeldPage() {}

  /**
   * @param head the newest entry
   * @param entries the last ones of its epoch, ascending, without a hole, up to the head
   * @return null when these entries do not answer the question
   */
  static @Nullable Page of(Query query, Position head, List<Entry> entries) {
    long start = head.seq() - entries.size();
    Position cursor = query.cursor();
    boolean after = query.direction() == Direction.AFTER;
    if (cursor == null ? after : !head.isAtOrAbove(cursor) || cursor.seq() < start) {
      return null;
    }
    long last = head.seq();
    long first = start + 1;
    if (after && cursor != null) {
      first = cursor.seq() + 1;
      last = Math.min(last, cursor.seq() + query.limit());
    } else {
      last = cursor == null ? last : cursor.seq() - 1;
      first = Math.max(first, last - query.limit() + 1);
    }
    List<Entry> slice =
        first > last ? List.of() : entries.subList((int) (first - start - 1), (int) (last - start));
    // Whether there is more below what is held, only the log knows: it is asked for it then.
    boolean more = after ? last < head.seq() : first > 1;
    return new Page(head.at(first - 1), head, slice, more, List.of());
  }
}
