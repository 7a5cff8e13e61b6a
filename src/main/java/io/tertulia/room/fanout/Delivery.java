package io.tertulia.room.fanout;

import io.tertulia.protocol.BareText;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.Frame;
import io.tertulia.protocol.json.EntryReader;
import io.tertulia.protocol.json.EventEncoder;
import io.tertulia.room.Entry;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to the members of a room, encoded when the first member needs it and then
 * shared. Two loops may encode the same bytes at once: both results are right, and immutable.
 */
public final class Delivery {
  private final @Nullable Entry entry;
  private final Supplier<byte[]> bytes;
  private @Nullable Frame json;
  private @Nullable Frame line;
  private EntryReader.@Nullable Said said;

  private Delivery(@Nullable Entry entry, Supplier<byte[]> bytes) {
    this.entry = entry;
    this.bytes = bytes;
  }

  public static Delivery of(Entry entry) {
    return new Delivery(entry, entry::json);
  }

  public static Delivery of(Event ephemeral) {
    return new Delivery(null, () -> EventEncoder.encode(ephemeral));
  }

  /** The entry, null for an ephemeral event. */
  public @Nullable Entry entry() {
    return entry;
  }

  /** What every JSON member sees. */
  public Frame json() {
    Frame frame = json;
    if (frame == null) {
      frame = Frame.text(bytes.get());
      json = frame;
    }
    return frame;
  }

  /** Who said what, null when this is no message. */
  public EntryReader.@Nullable Said said() {
    if (said == null && entry != null) {
      said = EntryReader.message(entry.json());
    }
    return said;
  }

  /** What every bare member but the sender sees, null when that is nothing. */
  public @Nullable Frame line() {
    EntryReader.Said message = said();
    if (line == null && message != null) {
      line = BareText.shown(message.from(), message.body());
    }
    return line;
  }
}
