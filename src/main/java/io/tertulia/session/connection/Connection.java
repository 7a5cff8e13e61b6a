package io.tertulia.session.connection;

import io.tertulia.format.Frame;
import io.tertulia.protocol.CloseCode;
import java.util.concurrent.Executor;

/** A client's connection as its session sees it. All but {@link #loop} on the loop only. */
public interface Connection {
  /** Names the connection in logs and in {@code welcome}. */
  String id();

  /** The peer's address, without port. */
  String address();

  /** Monotonic milliseconds. */
  long openedAt();

  /** The event loop that owns the connection and its session. */
  Executor loop();

  /**
   * Takes the frame at once; bytes leave at the end of the loop's tick. After a close it does
   * nothing.
   */
  void write(Frame frame);

  /**
   * As {@link #write}, for what a room tells all its members: where something left a moment ago,
   * the bytes may wait some milliseconds for those that come meanwhile, and leave with them.
   */
  default void writeSoon(Frame frame) {
    write(frame);
  }

  /** Whether something that was read waits for its turn on the loop. */
  default boolean hasInTurn() {
    return false;
  }

  /** Bytes taken that the kernel has not. */
  long queuedBytes();

  /** Whether the kernel did not take all that it was offered: it is the client who is slow. */
  default boolean isHeldUp() {
    return queuedBytes() > 0;
  }

  /**
   * How many of the bytes that wait the client has to take until nothing waits that names this mid;
   * all of them where that cannot be told.
   */
  default long untilGone(String mid) {
    return queuedBytes();
  }

  /** Whether to read what the client sends; off, TCP holds it back. */
  void reading(boolean on);

  /** Sends what is queued, then a Close; the session is told when it is gone. */
  void close(CloseCode code);

  /** Is gone at once, and what is queued with it; the session is told. */
  void abort();
}
