package io.tertulia.session.connection;

import io.tertulia.format.EncodedEvent;
import io.tertulia.format.Format;
import io.tertulia.format.JsonFormat;
import io.tertulia.protocol.Event;
import io.tertulia.room.RoomId;
import io.tertulia.session.subscription.Sink;
import io.tertulia.session.timing.Steps;

/** The way of what a client reads into its outbox, for a door that keeps a connection. */
public final class OutboxSink implements Sink {
  private final Outbox outbox;
  private final Format format;
  private final Steps steps;
  private final Client client;

  /** Whose outbox it is. */
  public interface Client {
    /** Has {@link #goOn} run in a while, until the client keeps up. */
    void watch();

    /** There may be room. */
    void goOn();

    /**
     * Something of a deleted message waits.
     *
     * @param mark as {@link Outbox#mark}
     */
    void retract(long mark);
  }

  public OutboxSink(Outbox outbox, Format format, Steps steps, Client client) {
    this.outbox = outbox;
    this.format = format;
    this.steps = steps;
    this.client = client;
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
      client.watch();
    }
  }

  @Override
  public void deleted(String mid) {
    long mark = outbox.mark(mid, format instanceof JsonFormat);
    if (mark > 0) {
      client.retract(mark);
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
    steps.loop().execute(client::goOn);
  }

  @Override
  public void watch() {
    client.watch();
  }
}
