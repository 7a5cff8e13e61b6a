package io.tertulia.cluster.redis;

import io.tertulia.room.RoomId;

/**
 * What a room's things are called in Redis. The braces keep them together on one node of a Redis
 * Cluster; the scripts read the room's name from between them.
 */
record RoomKeys(String start) {
  static RoomKeys of(String prefix, RoomId room) {
    return new RoomKeys(prefix + ":{" + room.value() + "}:");
  }

  /** Who the room is: its epochs, its top. */
  String meta() {
    return start + "m";
  }

  /** Its entries. */
  String stream() {
    return start + "l";
  }

  /** The mids that are recognised; this one and {@link #odd} are filled in turns. */
  String even() {
    return start + "d0";
  }

  String odd() {
    return start + "d1";
  }

  /** Where its entries are published; a channel, not a key. */
  String channel() {
    return start + "c";
  }
}
