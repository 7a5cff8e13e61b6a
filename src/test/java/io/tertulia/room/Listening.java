package io.tertulia.room;

import static org.awaitility.Awaitility.await;

import io.tertulia.protocol.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Hears a bus, from whatever threads. */
final class Listening implements Bus.Listener {
  private final Queue<String> entries = new ConcurrentLinkedQueue<>();
  private final Queue<Event> events = new ConcurrentLinkedQueue<>();

  @Override
  public void onEntry(RoomId room, Entry entry) {
    entries.add(room + " " + entry.position().seq() + " " + entry.mid());
  }

  @Override
  public void onEphemeral(RoomId room, byte[] json) {
    events.add(Ephemeral.event(json));
  }

  @Override
  public void onFork(RoomId room, long late) {
    entries.add(room + " fork " + late);
  }

  /** Entries as {@code room seq mid}, once there are so many. */
  List<String> entries(int count) {
    await().until(() -> entries.size() >= count);
    return List.copyOf(entries);
  }

  /** Takes what was announced, once there is so much. */
  List<Event> events(int count) {
    await().until(() -> events.size() >= count);
    List<Event> taken = new ArrayList<>();
    for (Event next = events.poll(); next != null; next = events.poll()) {
      taken.add(next);
    }
    return taken;
  }
}
