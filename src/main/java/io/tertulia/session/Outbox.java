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
  private long added;
  private long accepted;
  private long queued;
  private long progressAt;

  Outbox(Connection connection, long bound) {
    this.connection = connection;
    this.bound = bound;
  }

  /** Whether an entry may be put in now. */
  boolean hasRoom() {
    return connection.queuedBytes() < bound;
  }

  void put(@Nullable Frame frame) {
    if (frame != null) {
      long before = connection.queuedBytes();
      connection.write(frame);
      added += connection.queuedBytes() - before;
    }
  }

  /** For what may be lost. */
  void offer(@Nullable Frame frame) {
    if (connection.queuedBytes() < bound / 4) {
      put(frame);
    }
  }

  /**
   * @param now monotonic milliseconds
   * @return for how many milliseconds something has waited without a byte being accepted
   */
  long stalledFor(long now) {
    long waiting = connection.queuedBytes();
    if (waiting == 0 || waiting < queued || added - waiting > accepted) {
      progressAt = now;
    }
    queued = waiting;
    accepted = added - waiting;
    return now - progressAt;
  }
}
