package io.tertulia.format;

import io.tertulia.protocol.Event;
import org.jspecify.annotations.Nullable;

/** How one client's wire puts events. Null where it has no words for them. */
public sealed interface Format permits JsonFormat, BareFormat {
  /** What this client alone is told. */
  @Nullable Frame of(Event event);

  /**
   * What all members of a room are told.
   *
   * @param viewer the id of the one who is shown it
   */
  @Nullable Frame of(EncodedEvent event, String viewer);
}
