package io.tertulia.session.subscription;

import io.tertulia.format.reading.ChangeReader;
import io.tertulia.protocol.Event;
import io.tertulia.room.Entry;
import io.tertulia.room.Position;
import io.tertulia.room.members.Right;
import org.jspecify.annotations.Nullable;

/**
 * Since when one client is in a room, and what of the room's entries is about that. On the client's
 * loop only.
 */
final class Stay {
  private final String user;

  /** The newest entry when it came in: who was put out before that has come back. */
  private Position begun = new Position("", 0);

  /** Whether it was sent all there was once: what it reads since is later than its coming in. */
  private boolean settled;

  Stay(String user) {
    this.user = user;
  }

  /**
   * @param head the newest entry of the room
   */
  void begins(Position head) {
    begun = head;
  }

  void isUpToDate() {
    settled = true;
  }

  /**
   * Whether a change may be one of what this client may do.
   *
   * @param ruled whether there is something that not everybody may
   */
  boolean concerns(Event change, boolean ruled) {
    return switch (change) {
      case Event.MemberChanged member -> member.user().equals(user);
      case Event.RoomChanged to -> ruled || !(to.read().equals("all") && to.say().equals("all"));
      default -> false;
    };
  }

  /**
   * Whether it was put out by this entry.
   *
   * @param head the newest entry known
   */
  boolean endsBy(Entry entry, @Nullable Event change, @Nullable Position head) {
    return change instanceof Event.MemberChanged it
        && it.kicked()
        && it.user().equals(user)
        && isLater(entry, head);
  }

  /**
   * Whether it was said after the client came in. Numbers of two epochs cannot be compared: one
   * that began since may have begun below. What the log lost and was given back counts as first
   * said.
   */
  private boolean isLater(Entry entry, @Nullable Position head) {
    String was = ChangeReader.was(entry.json());
    Position said = was == null ? entry.position() : Position.parse(was);
    return said.seq() > begun.seq()
        || (!said.epoch().equals(begun.epoch())
            && (settled || (head != null && said.epoch().equals(head.epoch()))));
  }

  /** What it is told who may not read any more. */
  static Event.Out end(Right.Denial why) {
    return why.why() == Right.Why.BANNED ? Event.Out.BANNED : Event.Out.REMOVED;
  }
}
