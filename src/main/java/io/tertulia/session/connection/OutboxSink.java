package io.tertulia.session.connection;

import io.tertulia.format.EncodedEvent;
import io.tertulia.format.Format;
import io.tertulia.protocol.Event;
import io.tertulia.room.RoomId;
import io.tertulia.session.subscription.Sink;
import io.tertulia.session.timing.Steps;

/** The way of what a client reads into its outbox, for a door that keeps a connection. */
public final class OutboxSink implements Sink {
  private final Outbox outbox;
  private final Format format;
  private final Steps steps;
  private final Runnable watch;
  private final Runnable goOn;

  /**
   * @param watch has {@code goOn} run in a while, until the client keeps up
   * @param goOn what is to be done when there may be room
   */
  public OutboxSink(Outbox outbox, Format format, Steps steps, Runnable watch, Runnable goOn) {
    this.outbox = outbox;
    this.format = format;
    this.steps = steps;
    this.watch = watch;
    this.goOn = goOn;
  }

  @Override
  public Steps steps() {
    return steps;
  }

  @Override
  public boolean hasRoom() {
    return outbox.hasRoom();
  }

  @Override
  public boolean hasRoomToSpare() {
    return outbox.hasRoomToSpare();
  }

  @Override
  public long room() {
    return outbox.room();
  }

  @Override
  public void entry(EncodedEvent entry, String reader) {
    outbox.stream(format.of(entry, reader));
  }

  @Override
  public void ephemeral(RoomId room, EncodedEvent event, String reader) {
    if (!outbox.offer(room, event, format.of(event, reader))) {
      watch.run();
    }
  }

  @Override
  public void event(Event event) {
    outbox.put(format.of(event));
  }

  @Override
  public void forget(RoomId room) {
    outbox.forget(room);
  }

  @Override
  public void goOnSoon() {
    steps.loop().execute(goOn);
  }

  @Override
  public void watch() {
    watch.run();
  }
}
