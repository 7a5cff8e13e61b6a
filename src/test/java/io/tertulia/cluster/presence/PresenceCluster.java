package io.tertulia.cluster.presence;

import io.tertulia.heart.ManualClock;
import io.tertulia.protocol.Event;
import io.tertulia.room.Bus;
import io.tertulia.room.Entry;
import io.tertulia.room.Ephemeral;
import io.tertulia.room.Identity;
import io.tertulia.room.RoomId;
import io.tertulia.room.memory.MemoryPresence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Some nodes that tell each other who is there, on one clock that the test moves. */
final class PresenceCluster {
  static final Duration LEASE = Duration.ofSeconds(6);
  static final Duration LEAVE = Duration.ofSeconds(4);
  static final RoomId PLAZA = new RoomId("plaza");
  private static final int TICK = 100;

  final ManualClock clock = new ManualClock();
  final ChannelHub hub = new ChannelHub();
  final List<Member> nodes = new ArrayList<>();
  private final Random random = new Random(7);

  /** One node, until it crashes. */
  final class Member implements Bus.Listener {
    final ChannelHub.Place place = hub.place();
    final List<Event.Presence> told = new ArrayList<>();
    final ClusterPresence presence;

    /** That it has open. */
    int sockets;

    /** A process that is stopped neither ticks nor hears. */
    boolean stopped;

    private Member(String name, String kept) {
      presence =
          new ClusterPresence(
              place,
              this,
              clock,
              random,
              new ClusterPresence.Settings(
                  name,
                  LEASE,
                  new MemoryPresence.Debounce(Duration.ofMillis(250), LEAVE),
                  () -> sockets,
                  kept));
      place.up();
    }

    void enter(String... names) {
      for (String name : names) {
        presence.enter(PLAZA, who(name));
      }
    }

    void leave(String... names) {
      for (String name : names) {
        presence.leave(PLAZA, who(name));
      }
    }

    void crash() {
      nodes.remove(this);
      hub.places.remove(place);
    }

    Set<String> sees() {
      return sees(PLAZA);
    }

    Set<String> sees(RoomId room) {
      Set<String> names = new TreeSet<>();
      presence.roster(room).members().forEach(from -> names.add(from.name()));
      return names;
    }

    /** Names that this node's members were told to have left. */
    List<String> toldToHaveLeft() {
      return told.stream()
          .flatMap(event -> event.left() == null ? null : event.left().stream())
          .map(Event.From::name)
          .toList();
    }

    @Override
    public void onEphemeral(RoomId room, byte[] json) {
      told.add((Event.Presence) Ephemeral.event(json));
    }

    @Override
    public void onEntry(RoomId room, Entry entry) {}

    @Override
    public void onFork(RoomId room, long late) {}
  }

  Member node(String name) {
    return node(name, "as many");
  }

  /**
   * @param kept how much of each room it keeps
   */
  Member node(String name, String kept) {
    Member node = new Member(name, kept);
    nodes.add(node);
    return node;
  }

  void pass(Duration time) {
    for (long left = time.toMillis(); left > 0; left -= TICK) {
      clock.pass(Duration.ofMillis(Math.min(left, TICK)));
      tick();
    }
  }

  void tick() {
    for (Member node : nodes) {
      if (!node.stopped) {
        node.presence.tick();
      }
    }
    for (Member node : nodes) {
      if (!node.stopped) {
        node.place.deliver();
      }
    }
  }

  static Identity who(String name) {
    return new Identity("g-" + name, name, true);
  }
}
