package io.tertulia.room.mine.memory;

import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Page;
import io.tertulia.room.Position;
import io.tertulia.room.mine.Counted;
import java.util.Collection;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Which messages of one room mean somebody: each entry is looked at once, when somebody asks first.
 * Guarded by the lock of the log.
 */
final class RoomMentions {
  /** Entries of one step of reading on. */
  static final int STEP = 500;

  private final NavigableSet<Long> seqs = new TreeSet<>();
  private Position at;
  private boolean used;

  RoomMentions(Position start) {
    this.at = start;
  }

  boolean isOf(Position head) {
    return head.isAtOrAbove(at);
  }

  /**
   * @param after reads a page of the room
   */
  void readOn(Function<Position, Page> after) {
    used = true;
    Page page = after.apply(at);
    while (!page.entries().isEmpty()) {
      for (Entry entry : page.entries()) {
        if (Counted.mayMention(entry)) {
          seqs.add(entry.position().seq());
        }
      }
      at = page.to();
      page = after.apply(at);
    }
  }

  /** The newest first. */
  Collection<Long> behind(long seq) {
    return seqs.tailSet(seq, false).descendingSet();
  }

  /** Whether nobody has asked since this was asked last. */
  boolean isUnused() {
    boolean unused = !used;
    used = false;
    return unused;
  }
}
