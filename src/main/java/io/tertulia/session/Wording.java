package io.tertulia.session;

import io.tertulia.protocol.BareText;
import io.tertulia.protocol.Body;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.Frame;
import io.tertulia.protocol.json.EntryReader;
import io.tertulia.protocol.json.EventEncoder;
import io.tertulia.room.Identity;
import io.tertulia.room.fanout.Delivery;
import org.jspecify.annotations.Nullable;

/** How one client's wire puts things. Null where it has no words for them. */
public sealed interface Wording {
  @Nullable Frame reply(Event event);

  @Nullable Frame delivery(Delivery delivery, Identity to);

  /** {@code tertulia.v1.json}. */
  record Json() implements Wording {
    @Override
    public Frame reply(Event event) {
      return Frame.text(EventEncoder.encode(event));
    }

    @Override
    public Frame delivery(Delivery delivery, Identity to) {
      return delivery.json();
    }
  }

  /**
   * Lines of plain text.
   *
   * @param binary whether the client asked for the bytes that others send
   */
  record Bare(BareText.Language language, boolean binary) implements Wording {
    @Override
    public @Nullable Frame reply(Event event) {
      return switch (event) {
        case Event.Error error -> Frame.text(BareText.refusal(error));
        case Event.Reset reset -> Frame.text(BareText.reset(reset));
        case Event.Goaway goaway -> Frame.text(BareText.goaway(goaway));
        case Event.Welcome w -> Frame.text(language.greeting());
        case Event.Ack a -> null;
        case Event.Joined joined -> Frame.text(BareText.joined());
        case Event.Presence p -> null;
        case Event.Typing t -> null;
        case Event.Signal s -> null;
        case Event.History h -> null;
        case Event.Members m -> null;
        case Event.Pong p -> null;
        case Event.Message m -> null;
      };
    }

    @Override
    public @Nullable Frame delivery(Delivery delivery, Identity to) {
      if (!(delivery.read() instanceof EntryReader.Said(Event.From from, Body body))) {
        return delivery.line();
      }
      boolean own = from.id().equals(to.id());
      return switch (body) {
        case Body.Text(String text) when own -> Frame.text(language.echo(text));
        case Body.Bytes b when own || binary -> delivery.raw();
        case Body b -> delivery.line();
      };
    }
  }
}
