package io.tertulia.trial.crowd;

import io.tertulia.client.socket.Link;
import io.tertulia.trial.crowd.person.Ears;
import io.tertulia.trial.crowd.person.Person;
import io.tertulia.trial.crowd.person.Scene;
import io.tertulia.trial.journal.Cursor;
import io.tertulia.trial.machine.Pause;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Somebody who listens, leaves rooms for a while and, if of that kind, loses its connection. */
public final class Member implements AutoCloseable {
  private final Person person;
  private final SplittableRandom random;
  private final boolean dropping;
  private final List<String> rooms;
  private volatile boolean settling;
  private volatile boolean restless;

  /**
   * @param dropping whether it loses its connection now and then
   */
  public Member(
      String name,
      Collection<String> rooms,
      boolean dropping,
      Scene scene,
      SplittableRandom random) {
    this.person = new Person(name, rooms, scene, random.split(), Ears.DEAF);
    this.rooms = List.copyOf(rooms);
    this.random = random;
    this.dropping = dropping;
  }

  public void start() {
    person.start();
  }

  /** Begins to come and go. */
  public void live() {
    restless = true;
    Thread.startVirtualThread(this::comeAndGo);
  }

  /** Stays where it is from now on. */
  public void settle() {
    settling = true;
  }

  /** Whether it is in all its rooms, with all that they had when it joined. */
  public boolean isLive() {
    return !restless && person.stream().isLive();
  }

  /** Whether it is in all its rooms at this moment, settled or not. */
  public boolean isIn() {
    return person.stream().isLive();
  }

  /** Its connection, to be held; null while there is none. */
  public @Nullable Link link() {
    return person.link();
  }

  public List<String> rooms() {
    return rooms;
  }

  /** What it has reached; null when it has not been there. */
  public @Nullable Cursor cursor(String room) {
    return person.cursor(room);
  }

  @Override
  public void close() {
    person.close();
  }

  private void comeAndGo() {
    Pause.millis(random.nextLong(500, 4_000));
    while (!settling) {
      if (dropping && random.nextInt(4) > 0) {
        drop();
      } else {
        stepOut();
      }
      for (long left = random.nextLong(3_000, 12_000); left > 0 && !settling; left -= 100) {
        Pause.millis(100);
      }
    }
    restless = false;
  }

  private void drop() {
    boolean politely = random.nextBoolean();
    if (isIn()) {
      person.drop(politely);
    }
  }

  private void stepOut() {
    String room = rooms.get(random.nextInt(rooms.size()));
    boolean resume = random.nextBoolean();
    person.leave(room);
    Pause.millis(random.nextLong(200, 2_000));
    person.join(room, resume);
  }
}
