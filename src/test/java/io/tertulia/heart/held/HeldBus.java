package io.tertulia.heart.held;

import io.tertulia.protocol.Event;
import io.tertulia.room.Bus;
import io.tertulia.room.Entry;
import io.tertulia.room.RoomId;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A bus far away: while held, what it tells and confirms comes when the test says so. */
public final class HeldBus implements Bus {
  private final Bus bus;
  private final Queue<Message> underWay = new ArrayDeque<>();
  private boolean held;

  /**
   * @param losable not so a confirmation
   */
  private record Message(Runnable arrival, boolean losable) {}

  public HeldBus(Bus bus) {
    this.bus = bus;
  }

  public void hold() {
    held = true;
  }

  /** Lets go of everything, and holds nothing from now on. */
  public void release() {
    held = false;
    while (arrive()) {
      // until nothing is under way
    }
  }

  /** The oldest of what is under way arrives. */
  public boolean arrive() {
    Message next = underWay.poll();
    if (next == null) {
      return false;
    }
    next.arrival.run();
    return true;
  }

  /** The oldest of what is under way never arrives, if it may be lost. */
  public void lose() {
    Message next = underWay.peek();
    if (next != null && next.losable) {
      underWay.remove();
    }
  }

  @Override
  public void listen(Listener listener) {
    bus.listen(
        new Listener() {
          @Override
          public void onEntry(RoomId room, Entry entry) {
            send(() -> listener.onEntry(room, entry), true);
          }

          @Override
          public void onEphemeral(RoomId room, byte[] json) {
            send(() -> listener.onEphemeral(room, json), true);
          }

          @Override
          public void onFork(RoomId room, long late) {
            send(() -> listener.onFork(room, late), false);
          }
        });
  }

  @Override
  public CompletionStage<Void> subscribe(RoomId room) {
    CompletableFuture<Void> confirmed = new CompletableFuture<>();
    bus.subscribe(room);
    send(() -> confirmed.complete(null), false);
    return confirmed;
  }

  @Override
  public void unsubscribe(RoomId room) {
    bus.unsubscribe(room);
  }

  @Override
  public void announce(RoomId room, Event ephemeral) {
    bus.announce(room, ephemeral);
  }

  private void send(Runnable arrival, boolean losable) {
    if (held) {
      underWay.add(new Message(arrival, losable));
    } else {
      arrival.run();
    }
  }
}
