package io.tertulia.format;

import io.tertulia.format.reading.EntryReader;
import io.tertulia.protocol.Body;
import io.tertulia.protocol.Event;
import org.jspecify.annotations.Nullable;

/**
 * Lines of plain text, for a client that does not speak the protocol.
 *
 * @param binary whether the client asked for the bytes that others send
 */
public record BareFormat(BareText.Language language, boolean binary) implements Format {
  @Override
  public @Nullable Frame of(Event event) {
    return switch (event) {
      case Event.Error error -> Frame.text(BareText.refusal(error));
      case Event.Reset reset -> Frame.text(BareText.reset(reset));
      case Event.Goaway goaway -> Frame.text(BareText.goaway(goaway));
      case Event.Left left -> Frame.text(BareText.left(left));
      case Event.Welcome w -> Frame.text(language.greeting());
      case Event.Ack a -> null;
      case Event.Joined joined -> Frame.text(BareText.joined());
      case Event.Presence p -> null;
      case Event.Typing t -> null;
      case Event.Signal s -> null;
      case Event.Renew r -> null;
      case Event.History h -> null;
      case Event.Members m -> null;
      case Event.Pong p -> null;
      case Event.Message m -> null;
      case Event.Edited e -> null;
      case Event.Deleted d -> null;
      case Event.Reacted r -> null;
      case Event.Grown g -> null;
      case Event.Finished f -> null;
      case Event.Policy p -> null;
      case Event.RoomChanged r -> null;
      case Event.MemberChanged m -> null;
      case Event.Receipt r -> null;
      case Event.Inbox i -> null;
      case Event.Activity a -> null;
      case Event.Opened o -> null;
    };
  }

  @Override
  public @Nullable Frame of(EncodedEvent event, String viewer) {
    return switch (event.read()) {
      case EntryReader.Said(Event.From from, Body body) ->
          said(event, body, from.id().equals(viewer));
      case EntryReader.Edited(Event.From by, Body.Text(String text)) when by.id().equals(viewer) ->
          Frame.text(language.echoOfEdit(text));
      case EntryReader.Read other -> event.line();
    };
  }

  private @Nullable Frame said(EncodedEvent event, Body body, boolean own) {
    return switch (body) {
      case Body.Text(String text) when own -> Frame.text(language.echo(text));
      case Body.Bytes b when own || binary -> event.raw();
      case Body b -> event.line();
    };
  }
}
