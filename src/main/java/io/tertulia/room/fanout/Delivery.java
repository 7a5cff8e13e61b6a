package io.tertulia.room.fanout;

import io.tertulia.format.EncodedEvent;
import io.tertulia.room.Entry;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to the members of a room, encoded once for all of them.
 *
 * @param entry null for an ephemeral event
 */
public record Delivery(@Nullable Entry entry, EncodedEvent event) {
  public static Delivery of(Entry entry) {
    return new Delivery(entry, EncodedEvent.entry(entry.json(), entry.position()::cursor));
  }

  /**
   * @param ephemeral the JSON of an event that is no entry
   */
  public static Delivery of(byte[] ephemeral) {
    return new Delivery(null, EncodedEvent.ephemeral(ephemeral));
  }

  /** In bytes, as JSON. */
  int size() {
    return event.size();
  }
}
