package io.tertulia.format;

import io.tertulia.protocol.Event;

/** {@code tertulia.v1.json}. */
public record JsonFormat() implements Format {
  @Override
  public Frame of(Event event) {
    return Frame.text(EventEncoder.encode(event));
  }

  @Override
  public Frame of(EncodedEvent event, String viewer) {
    return event.json();
  }
}
