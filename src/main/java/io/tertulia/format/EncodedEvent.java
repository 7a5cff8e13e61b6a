package io.tertulia.format;

import static java.lang.System.Logger.Level.WARNING;

import io.tertulia.format.reading.ChangeReader;
import io.tertulia.format.reading.EntryReader;
import io.tertulia.protocol.Body;
import io.tertulia.protocol.Event;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One event for many, encoded for a format when the first of them needs it and then shared. Two
 * threads may encode the same bytes at once: both results are right, and immutable.
 */
public final class EncodedEvent {
  private static final System.Logger LOG = System.getLogger(EncodedEvent.class.getName());

  private final byte[] bytes;

  /** Of an entry where it stands, asked for the log only; null for an event that is none. */
  private final @Nullable Supplier<String> cursor;

  private @Nullable Frame json;
  private @Nullable Frame line;
  private @Nullable Frame raw;
  private EntryReader.@Nullable Read read;
  private @Nullable String topic;

  private EncodedEvent(byte[] bytes, @Nullable Supplier<String> cursor) {
    this.bytes = bytes;
    this.cursor = cursor;
  }

  /**
   * @param json as it is stored
   * @param cursor where it stands, for the log
   */
  public static EncodedEvent entry(byte[] json, Supplier<String> cursor) {
    return new EncodedEvent(json, cursor);
  }

  /**
   * @param json of an event that is not stored
   */
  public static EncodedEvent ephemeral(byte[] json) {
    return new EncodedEvent(json, null);
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
  public int size() {
    return bytes.length;
  }

  /** What everybody sees who reads JSON. */
  public Frame json() {
    Frame frame = json;
    if (frame == null) {
      frame = Frame.text(bytes);
      json = frame;
    }
    return frame;
  }

  /** What the entry says; an ephemeral event is no message. */
  EntryReader.Read read() {
    EntryReader.Read known = read;
    if (known == null) {
      known = cursor == null ? new EntryReader.NoMessage() : EntryReader.message(bytes);
      if (cursor != null && known instanceof EntryReader.Unreadable(String why)) {
        LOG.log(WARNING, "entry {0} cannot be shown as text: {1}", cursor.get(), why);
      }
      read = known;
    }
    return known;
  }

  /** What everybody but the sender sees who reads lines, null when that is nothing. */
  @Nullable Frame line() {
    Frame frame = line;
    if (frame == null) {
      frame =
          switch (read()) {
            case EntryReader.Said(Event.From from, Body body) -> BareText.shown(from, body);
            case EntryReader.Edited(Event.From by, Body body) -> BareText.edited(by, body);
            case EntryReader.Deleted(Event.From who) -> BareText.deleted(who);
            case EntryReader.Unreadable u -> Frame.text(BareText.unreadable());
            case EntryReader.NoMessage n -> change();
          };
      line = frame;
    }
    return frame;
  }

  private @Nullable Frame change() {
    Event change = cursor == null ? null : ChangeReader.read(bytes);
    return change == null ? null : Frame.text(BareText.change(change));
  }

  /** A binary message as it came, for who reads lines and asked for such; null for any other. */
  @Nullable Frame raw() {
    Frame frame = raw;
    if (frame == null && read() instanceof EntryReader.Said(var _, Body.Bytes(byte[] payload))) {
      frame = Frame.binary(payload);
      raw = frame;
    }
    return frame;
  }
}
