package io.tertulia.room;

/** What can be measured of a node's log. Any thread. */
public interface LogState {
  /** Rooms of which something is held in this process. */
  int rooms();

  /** Bytes of messages that are held in this process. */
  long bytes();

  /** Whether something that is said now can be stored. */
  boolean isUp();
}
