package io.tertulia.cluster.redis.log;

import io.tertulia.room.RoomId;

/**
 * What a room's things are called in Redis. The braces keep them together on one node of a Redis
 * Cluster; the scripts read the room's name from between them.
 */
public record RoomKeys(String start, String channel) {
  /**
   * @param start of the keys
   * @param channel where its entries are published; no key
   */
  public RoomKeys {}

  public static RoomKeys of(RedisNames names, RoomId room) {
    String place = ":{" + room.value() + "}:";
    return new RoomKeys(names.prefix() + place, names.channels() + place + "c");
  }

  /** Who the room is: its epochs, its top. */
  public String meta() {
    return start + "m";
  }

  /** Its entries. */
  public String stream() {
    return start + "l";
  }

  /** The mids that are recognised; this one and {@link #odd} are filled in turns. */
  public String even() {
    return start + "d0";
  }

  public String odd() {
    return start + "d1";
  }

  /** What became of its messages. */
  public String overlays() {
    return start + "o";
  }

  /** Who reacted to them, and how. */
  public String reactions() {
    return start + "x";
  }

  /** What is kept of people in it. */
  public String people() {
    return start + "p";
  }

  /** Who was mentioned where. */
  public String mentions() {
    return start + "n";
  }

  /** When this one said something last, where that is not to be often. */
  public String said(String user) {
    return start + "s:" + user;
  }

  /** The mids of its messages that grow. */
  public String growing() {
    return start + "g";
  }

  /** What is known of one of them, but for its text. */
  public String growth(String mid) {
    return start + "g:" + mid;
  }

  /** The text of one of them. */
  public String growingText(String mid) {
    return start + "t:" + mid;
  }
}
