package io.tertulia.room.fanout;

import io.tertulia.protocol.BareText;
import io.tertulia.protocol.Frame;
import io.tertulia.protocol.json.EntryReader;
import io.tertulia.room.Entry;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to the members of a room, encoded when the first member needs it and then
 * shared. Two loops may encode the same bytes at once: both results are right, and immutable.
 */
public final class Delivery {
  private final @Nullable Entry entry;
  private final byte[] bytes;
  private @Nullable Frame json;
  private @Nullable Frame line;
  private EntryReader.@Nullable Said said;
  private @Nullable String topic;

  private Delivery(@Nullable Entry entry, byte[] bytes) {
    this.entry = entry;
    this.bytes = bytes;
  }

  public static Delivery of(Entry entry) {
    return new Delivery(entry, entry.json());
  }

  /**
   * @param ephemeral the JSON of an event that is no entry
   */
  public static Delivery of(byte[] ephemeral) {
    return new Delivery(null, ephemeral);
  }

  /** The entry, null for an ephemeral event. */
  public @Nullable Entry entry() {
    return entry;
  }

  /** Of an ephemeral event: what a newer event of the room makes this one needless by. */
  public String topic() {
    String known = topic;
    if (known == null) {
      known = EntryReader.topic(bytes);
      topic = known;
    }
    return known;
  }

  /** In bytes, as JSON. */
  int size() {
    return bytes.length;
  }

  /** What every JSON member sees. */
  public Frame json() {
    Frame frame = json;
    if (frame == null) {
      frame = Frame.text(bytes);
      json = frame;
    }
    return frame;
  }

  /** Who said what, null when this is no message. */
  public EntryReader.@Nullable Said said() {
    EntryReader.Said message = said;
    if (message == null && entry != null) {
      message = EntryReader.message(entry.json());
      said = message;
    }
    return message;
  }

  /** What every bare member but the sender sees, null when that is nothing. */
  public @Nullable Frame line() {
    Frame frame = line;
    EntryReader.Said message = said();
    if (frame == null && message != null) {
      frame = BareText.shown(message.from(), message.body());
      line = frame;
    }
    return frame;
  }
}
