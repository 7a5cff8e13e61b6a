package io.tertulia.room.fanout;

import static java.lang.System.Logger.Level.WARNING;

import io.tertulia.protocol.BareText;
import io.tertulia.protocol.Body;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.Frame;
import io.tertulia.protocol.json.EntryReader;
import io.tertulia.room.Entry;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to the members of a room, encoded when the first member needs it and then
 * shared. Two loops may encode the same bytes at once: both results are right, and immutable.
 */
public final class Delivery {
  private static final System.Logger LOG = System.getLogger(Delivery.class.getName());

  private final @Nullable Entry entry;
  private final byte[] bytes;
  private @Nullable Frame json;
  private @Nullable Frame line;
  private @Nullable Frame raw;
  private EntryReader.@Nullable Read read;
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

  /** What the entry says; an ephemeral event is no message. */
  public EntryReader.Read read() {
    EntryReader.Read known = read;
    if (known == null) {
      known = entry == null ? new EntryReader.NoMessage() : EntryReader.message(entry.json());
      if (entry != null && known instanceof EntryReader.Unreadable(String why)) {
        LOG.log(WARNING, "entry {0} cannot be shown as text: {1}", entry.position().cursor(), why);
      }
      read = known;
    }
    return known;
  }

  /** What every bare member but the sender sees, null when that is nothing. */
  public @Nullable Frame line() {
    Frame frame = line;
    if (frame == null) {
      frame =
          switch (read()) {
            case EntryReader.Said(Event.From from, Body body) -> BareText.shown(from, body);
            case EntryReader.Unreadable u -> Frame.text(BareText.unreadable());
            case EntryReader.NoMessage n -> null;
          };
      line = frame;
    }
    return frame;
  }

  /** A binary message as it came, for bare members who asked for such; null for any other. */
  public @Nullable Frame raw() {
    Frame frame = raw;
    if (frame == null && read() instanceof EntryReader.Said(var _, Body.Bytes(byte[] bytes))) {
      frame = Frame.binary(bytes);
      raw = frame;
    }
    return frame;
  }
}
