package io.tertulia.cluster.follow;

import io.tertulia.cluster.log.Channels;
import io.tertulia.cluster.log.LogServer;
import io.tertulia.cluster.log.Loop;
import io.tertulia.room.Bus;
import io.tertulia.room.Position;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What the rooms of one shard share on this node.
 *
 * @param listener where the members of this node hear of their rooms
 * @param random gives epochs and must not repeat
 */
public record FollowerContext(
    LogServer server,
    Channels channels,
    Loop loop,
    Bus.Listener listener,
    RandomGenerator random,
    Rules rules,
    Meter meter) {

  /**
   * @param say how long a say may take in all
   * @param check how often all rooms are compared with the log
   * @param tail for how long at least an entry is held
   * @param tailBytes bytes that all rooms may hold
   * @param release how long a room without members here stays subscribed
   * @param waiting says that may wait for the log at once
   */
  public record Rules(
      Duration say, Duration check, Duration tail, long tailBytes, Duration release, int waiting) {}

  /** Whose rooms they are. On the loop. */
  interface Owner {
    /** Says of the room may go on. */
    void settled(RoomFollower room);

    /** Runs it when few enough rooms are asking the log; each turn is given back once. */
    void takeTurn(Runnable asking);

    void giveTurn();

    /** A text was deleted of which nothing is held any more. */
    void deleted();

    /** Whether there is place for what others saw stored. */
    boolean mayHold();
  }

  /** Counts what went wrong and was put right. On the loop. */
  public interface Meter {
    /** The bus had lost something that was then read from the log. */
    void hole();

    /** Entries that the log had lost were put back, or came too late for that. */
    void repaired(long entries, long late);

    /** The room's members have to look whether they must drop something. */
    void fork();

    /** More is held than there is place for: the oldest is let go before its time. */
    void tailFull();

    /** Something on a channel was left out: no node of this cluster has said it. */
    void stray();

    Meter NONE =
        new Meter() {
          @Override
          public void hole() {}

          @Override
          public void repaired(long entries, long late) {}

          @Override
          public void fork() {}

          @Override
          public void tailFull() {}

          @Override
          public void stray() {}
        };
  }

  String nonce() {
    return Position.newEpoch(random);
  }
}
