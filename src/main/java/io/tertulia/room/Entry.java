package io.tertulia.room;

import org.jspecify.annotations.Nullable;

/**
 * One entry of a room's log, as it is stored and as every JSON member receives it.
 *
 * @param mid what the entry is known by, whatever number it got
 * @param at milliseconds since 1970 UTC, given by the log; never goes back within a room
 * @param json the whole event, UTF-8; nobody changes the bytes
 * @param traceparent of the say that it came from, while it is announced; null for none, and for
 *     whatever is read from the log, which does not keep it
 */
public record Entry(
    Position position, String mid, long at, byte[] json, @Nullable String traceparent) {
  public Entry(Position position, String mid, long at, byte[] json) {
    this(position, mid, at, json, null);
  }

  /** The same place with other bytes. */
  public Entry saying(byte[] other) {
    return new Entry(position, mid, at, other, traceparent);
  }

  /** The same as it is announced. */
  public Entry tracedBy(@Nullable String parent) {
    return parent == null ? this : new Entry(position, mid, at, json, parent);
  }
}
