package io.tertulia.cluster.follow.held;

import io.tertulia.cluster.log.Lineage;
import io.tertulia.format.reading.ChangeReader;
import io.tertulia.protocol.Event;
import io.tertulia.room.Entry;
import io.tertulia.room.Position;
import io.tertulia.room.members.RoomRules;
import org.jspecify.annotations.Nullable;

/**
 * What a node knows of one room's rules: whether there are any, and up to which version it has
 * heard of their changes. On the cluster's loop.
 */
public final class RulesSeen {
  /** Nothing was compared yet. */
  private static final long UNKNOWN = -1;

  private boolean found;
  private long version = UNKNOWN;

  public boolean exist() {
    return found;
  }

  public void found() {
    found = true;
  }

  public void heard(Entry entry) {
    switch (ChangeReader.read(entry.json())) {
      case Event.RoomChanged change -> heard(change.version());
      case Event.MemberChanged change -> heard(change.version());
      case null, default -> {}
    }
  }

  private void heard(long newer) {
    found = true;
    if (version != UNKNOWN) {
      version = Math.max(version, newer);
    }
  }

  /**
   * Compares what was heard with the log, when all entries that it has were heard.
   *
   * @param head of the log
   * @param last the position that was delivered last; null where nobody is there
   * @return whether the rules changed and no entry told of it, so that whoever is there has to ask
   *     again whether it may be
   */
  public boolean haveChangedSilently(Lineage head, @Nullable Position last) {
    if (last != null && last.seq() != head.top()) {
      return false;
    }
    RoomRules rules = head.rules();
    long now = rules == null ? 0 : rules.version();
    boolean silent = last != null && version != UNKNOWN && version != now;
    found = rules != null;
    version = now;
    return silent;
  }
}
