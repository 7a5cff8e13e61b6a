package io.tertulia.session.shared;

import io.tertulia.protocol.Command;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.Limits;
import io.tertulia.room.Bus;
import io.tertulia.room.Identity;
import io.tertulia.room.MessageLog;
import io.tertulia.room.Presence;
import io.tertulia.room.RateLimits;
import io.tertulia.room.Tracing;
import io.tertulia.room.fanout.LocalRooms;
import io.tertulia.room.growing.Growths;
import io.tertulia.session.connection.Connection;
import io.tertulia.session.house.HouseOperations;
import io.tertulia.session.mine.MineOperations;
import io.tertulia.session.rights.Rights;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What all sessions of a node share.
 *
 * @param mine what people have of the rooms; null where they have nothing
 */
public record SessionContext(
    NodeRooms node,
    Rights rights,
    RateLimits limits,
    Watching watching,
    Clock clock,
    Rules rules,
    HouseOperations house,
    @Nullable MineOperations mine) {
  /** The rooms, as a node reaches them. */
  public record NodeRooms(
      MessageLog log, Growths growths, LocalRooms local, Bus bus, Presence presence) {}

  /** By what it is counted and traced what sessions do. */
  public record Watching(Meter meter, Tracing tracing) {}

  public Meter meter() {
    return watching.meter;
  }

  public Tracing tracing() {
    return watching.tracing;
  }

  public MessageLog log() {
    return node.log;
  }

  public Growths growths() {
    return node.growths;
  }

  public LocalRooms rooms() {
    return node.local;
  }

  public Bus bus() {
    return node.bus;
  }

  public Presence presence() {
    return node.presence;
  }

  /**
   * A hello is one command of its session, but for its address also one for every ten rooms.
   *
   * @param who null before hello
   * @return the milliseconds to wait before this command is carried out, 0 when it may be now
   */
  public long throttle(Connection connection, @Nullable Identity who, Command command) {
    long wait = limits.take(RateLimits.Kind.SESSION, connection.id());
    if (wait == 0 && who != null) {
      wait = limits.take(RateLimits.Kind.USER, who.id());
    }
    int permits = command instanceof Command.Hello hello ? 1 + hello.rooms().size() / 10 : 1;
    for (int i = 0; i < permits && wait == 0; i++) {
      wait = limits.take(RateLimits.Kind.ADDRESS, connection.address());
    }
    return wait;
  }

  /** Counts what was asked. Any thread. */
  public interface Meter {
    void stored();

    void refused(ErrorCode code);

    /** A member was told that it cannot go on from its cursor. */
    void reset(Event.Reason why);
  }

  /**
   * What a node demands of its sessions.
   *
   * @param node the node's name, as {@code welcome} tells it
   * @param limits what clients are told
   * @param pending commands that may be under way in one session; half of it stops the reading
   * @param hello how soon a client must have said hello
   * @param ping how often a silent client is pinged
   * @param pong how soon its pong must come
   * @param stalled how long a client may accept no byte of what waits for it
   * @param queue bytes that may wait for one client before entries are left in the log for later; a
   *     quarter of it stops typing, presence and signals
   */
  public record Rules(
      String node,
      Limits limits,
      int pending,
      Duration hello,
      Duration ping,
      Duration pong,
      Duration stalled,
      long queue) {}
}
