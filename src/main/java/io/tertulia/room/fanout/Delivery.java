package io.tertulia.room.fanout;

import io.tertulia.format.EncodedEvent;
import io.tertulia.format.reading.ChangeReader;
import io.tertulia.protocol.Event;
import io.tertulia.room.Entry;
import io.tertulia.room.growing.Seen;
import io.tertulia.room.overlay.Deletion;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to the members of a room, encoded once for all of them.
 *
 * @param entry null for an ephemeral event
 * @param change what the entry changes of the room's rules or people, so that each member can see
 *     whether it is meant; null for nothing, as nearly always
 * @param deletion what the entry takes away; null for nothing
 * @param grown what is seen of a message that grows, null for nothing, as nearly always
 */
public record Delivery(
    @Nullable Entry entry,
    EncodedEvent event,
    @Nullable Event change,
    @Nullable Deletion deletion,
    @Nullable Seen grown) {
  public static Delivery of(Entry entry) {
    return new Delivery(
        entry,
        EncodedEvent.entry(entry.json(), entry.position()::cursor),
        ChangeReader.read(entry.json()),
        Deletion.by(entry),
        Seen.ofEntry(entry.json()));
  }

  /**
   * @param ephemeral the JSON of an event that is no entry
   */
  public static Delivery of(byte[] ephemeral) {
    return new Delivery(
        null, EncodedEvent.ephemeral(ephemeral), null, null, Seen.ofEvent(ephemeral));
  }

  /** In bytes, as JSON. */
  int size() {
    return event.size();
  }
}
