package io.tertulia.session;

import io.tertulia.protocol.Frame;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one client, bounded in bytes. Typing and presence go first; then entries stay in
 * the log until there is room again. Replies always go: the reading stops before they can pile up.
 */
final class Outbox {
  private final Connection connection;
  private final long bound;

  /** Bytes put in since the session began, and how many of them were gone at the last look. */
  private long added;

  private long accepted;

  /** Whether nothing waited at some time since the last look. */
  private boolean wasEmpty = true;

  private long progressAt;

  Outbox(Connection connection, long bound) {
    this.connection = connection;
    this.bound = bound;
  }

  /** Whether an entry may be put in now. */
  boolean hasRoom() {
    return connection.queuedBytes() < bound;
  }

  boolean isEmpty() {
    return connection.queuedBytes() == 0;
  }

  /** Whether something waits for the client, and not only for the end of the tick. */
  boolean isHeldUp() {
    return connection.isHeldUp();
  }

  /** For what this client alone waits for. */
  void put(@Nullable Frame frame) {
    if (frame != null) {
      long before = before();
      connection.write(frame);
      added += connection.queuedBytes() - before;
    }
  }

  /** For what all members of a room get. */
  void stream(@Nullable Frame frame) {
    if (frame != null) {
      long before = before();
      connection.writeSoon(frame);
      added += connection.queuedBytes() - before;
    }
  }

  /** As {@link #stream}, for what may be lost. */
  void offer(@Nullable Frame frame) {
    if (connection.queuedBytes() < bound / 4) {
      stream(frame);
    }
  }

  private long before() {
    long before = connection.queuedBytes();
    wasEmpty |= before == 0;
    return before;
  }

  /**
   * @param now monotonic milliseconds
   * @return for how many milliseconds something has been seen waiting without a byte being accepted
   */
  long stalledFor(long now) {
    long taken = added - connection.queuedBytes();
    if (wasEmpty || isEmpty() || taken > accepted) {
      progressAt = now;
    }
    wasEmpty = false;
    accepted = taken;
    return now - progressAt;
  }
}
