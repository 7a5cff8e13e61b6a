package io.tertulia.cluster.log;

import io.tertulia.room.RoomId;
import java.time.Duration;

/** A log in some Redis, and what can happen to a Redis. */
public interface LogWorld extends AutoCloseable {
  LogServer server();

  /** Another mastership over the same data. */
  void promote();

  /** It is a replica from now on. */
  void demote();

  /** It has no memory left from now on. */
  void fill();

  /** It has memory again. */
  void drain();

  /** FLUSHALL. */
  void wipe();

  /** Remembers the room as it is. */
  void remember(RoomId room);

  /** The room is as it was remembered, under the same mastership. */
  void rewind(RoomId room);

  /** The room's newest entry had that seq, and none is kept. */
  void jump(RoomId room, long top);

  /** Lets that much time pass on Redis' clock. */
  void pass(Duration time);

  @Override
  void close();
}
