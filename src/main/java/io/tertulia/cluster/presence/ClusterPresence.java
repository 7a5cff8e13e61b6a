package io.tertulia.cluster.presence;

import io.tertulia.cluster.presence.PresenceMessage.Change;
import io.tertulia.cluster.presence.PresenceMessage.Node;
import io.tertulia.node.Load;
import io.tertulia.node.NodeMessages;
import io.tertulia.room.Bus;
import io.tertulia.room.Identity;
import io.tertulia.room.Presence;
import io.tertulia.room.RoomId;
import io.tertulia.room.memory.MemoryPresence;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Presence over all nodes. Who is where is held in memory on every node, so that asking costs
 * nothing and a Redis that is away makes nobody leave.
 */
public final class ClusterPresence implements Presence, Load {
  private static final System.Logger LOG = System.getLogger(ClusterPresence.class.getName());

  /** Milliseconds for which changes are gathered before the other nodes are told. */
  private static final long GATHER = 100;

  /** A node tells that it is there this often in a lease. */
  private static final int BEATS = 3;

  /** Milliseconds between two snapshots, however many ask. */
  private static final long SNAPSHOTS = 1_000;

  /** Messages that may go out in one tick. */
  private static final int BURST = 16;

  private final NodeMessages messages;
  private final InstantSource time;
  private final RandomGenerator random;
  private final Node me;
  private final MemoryPresence everybody;
  private final OwnMembers own = new OwnMembers();
  private final SelfLiveness liveness;
  private final Peers peers;
  private final long beatEvery;
  private final IntSupplier sockets;

  /** Numbered, to go out in this order; only an empty one is added to. */
  private final Queue<PresenceMessage> outbox = new ArrayDeque<>();

  /**
   * Held while this node speaks, so that its words leave in their order. They are encoded under it
   * and not under this object's own lock, which everybody who comes and goes needs: a large node's
   * snapshot takes many milliseconds. Taken before the other.
   */
  private final Object voice = new Object();

  private final String kept;

  private long version;
  private long gatherUntil;
  private long beatAt;
  private long snapshotAt = Long.MAX_VALUE;
  private long snapshotNotBefore;
  private boolean gone;

  /** Whether the log has a line of a node with other limits. */
  private boolean differing;

  /**
   * @param node this node's name, for people
   * @param lease how long a node may be silent before its members count as gone; the same on every
   *     node
   * @param sockets how many this node has open; below 0 while it takes nobody
   * @param kept how much of each room this node keeps, in words: every node should say the same
   */
  public record Settings(
      String node,
      Duration lease,
      MemoryPresence.Debounce debounce,
      IntSupplier sockets,
      String kept) {}

  /**
   * @param local what tells this node's members
   * @param time monotonic
   */
  public ClusterPresence(
      NodeMessages messages,
      Bus.Listener local,
      InstantSource time,
      RandomGenerator random,
      Settings settings) {
    this.messages = messages;
    this.time = time;
    this.random = random;
    long now = time.millis();
    me = new Node(settings.node(), HexFormat.of().toHexDigits(random.nextLong()));
    everybody = new MemoryPresence(new LocalBus(local), time, settings.debounce());
    liveness = new SelfLiveness(settings.lease(), now);
    peers = new Peers(everybody, liveness, random);
    beatEvery = settings.lease().toMillis() / BEATS;
    sockets = settings.sockets();
    kept = settings.kept();
    messages.listen(PresenceMessage.TOPIC, new EventSink());
  }

  @Override
  public synchronized void enter(RoomId room, Identity who) {
    own.enter(room, who);
    everybody.enter(room, who);
  }

  @Override
  public synchronized void leave(RoomId room, Identity who) {
    if (own.leave(room, who)) {
      everybody.leave(room, who);
    }
  }

  @Override
  public Roster roster(RoomId room) {
    return everybody.roster(room);
  }

  @Override
  public int count(RoomId room) {
    return everybody.count(room);
  }

  @Override
  public synchronized List<Integer> sockets() {
    return peers.sockets();
  }

  /** What is wrong with the nodes of this cluster, in one sentence for people; null for nothing. */
  public synchronized @Nullable String trouble() {
    if (peers.knowsName(me.name())) {
      return namesake();
    }
    Node unlike = peers.unlike(kept);
    return unlike == null ? null : differs(unlike);
  }

  private String differs(Node other) {
    return "Node \""
        + other.name()
        + "\" keeps other limits of each room ("
        + peers.kept(other)
        + ") than this one ("
        + kept
        + "), and which count changes with every message: set tertulia.retention alike on all"
        + " nodes.";
  }

  private String namesake() {
    return "Another node of this cluster is called \""
        + me.name()
        + "\" too, and nobody can tell them apart: give each a tertulia.node of its own.";
  }

  /** Tells members and nodes what is due. Called about ten times a second. */
  public void tick() {
    synchronized (voice) {
      words().forEach(word -> messages.publish(PresenceMessage.TOPIC, word));
    }
    everybody.tick();
  }

  private synchronized List<PresenceMessage> words() {
    long now = time.millis();
    List<PresenceMessage> words = liveness.isUp() && !gone ? speak(now) : List.of();
    peers.buryTheDead(now);
    return words;
  }

  /**
   * The last word of this node: the others let its members go as if each had left. To be said when
   * the last of them was asked to move on.
   */
  public void goodbye() {
    synchronized (voice) {
      fallSilent();
      messages.publish(PresenceMessage.TOPIC, new PresenceMessage.Bye(me));
    }
  }

  private synchronized void fallSilent() {
    gone = true;
    outbox.clear();
  }

  /** Members that are remembered, of this node and of others, once for each node and room. */
  synchronized int size() {
    return own.size() + peers.size();
  }

  private List<PresenceMessage> speak(long now) {
    List<PresenceMessage> words = new ArrayList<>();
    for (Node node : peers.toAsk(now)) {
      words.add(new PresenceMessage.Ask(me, node));
    }
    if (outbox.isEmpty()) {
      compose(now);
    }
    for (int i = 0; i < BURST && !outbox.isEmpty(); i++) {
      words.add(outbox.remove());
    }
    return words;
  }

  private void compose(long now) {
    if (own.hasNews() && now >= gatherUntil) {
      gatherUntil = now + GATHER;
      for (Map<RoomId, Change> piece : own.news()) {
        say(new PresenceMessage.Diff(me, ++version, piece));
      }
    }
    if (now >= snapshotAt && now >= snapshotNotBefore) {
      snapshotAt = Long.MAX_VALUE;
      snapshotNotBefore = now + SNAPSHOTS;
      snapshot();
    }
    if (now >= beatAt) {
      beatAt = now + beatEvery;
      say(new PresenceMessage.Beat(me, version, sockets.getAsInt(), kept));
    }
  }

  private void snapshot() {
    List<Map<RoomId, Change>> pieces = own.told();
    if (pieces.isEmpty()) {
      pieces = List.of(Map.of());
    }
    for (int part = 0; part < pieces.size(); part++) {
      say(new PresenceMessage.Snapshot(me, version, part, pieces.size(), pieces.get(part)));
    }
  }

  private void say(PresenceMessage word) {
    outbox.add(word);
  }

  private synchronized void heard(PresenceMessage word) {
    long now = time.millis();
    if (word.from().equals(me)) {
      liveness.heardItself(now);
      return;
    }
    if (peers.heard(word, now)) {
      // It does not know this node either, or has taken it for dead.
      beatAt = Math.min(beatAt, soon(now));
      if (word.from().name().equals(me.name())) {
        LOG.log(System.Logger.Level.WARNING, namesake());
      }
    }
    if (word instanceof PresenceMessage.Beat) {
      compare();
    }
    if (word instanceof PresenceMessage.Ask(Node from, Node of) && of.equals(me)) {
      snapshotAt = Math.min(snapshotAt, now);
    }
  }

  private void compare() {
    Node unlike = peers.unlike(kept);
    if (unlike != null && !differing) {
      LOG.log(System.Logger.Level.WARNING, differs(unlike));
    }
    differing = unlike != null;
  }

  /** Not at once: what moves this node to speak moves all the others too. */
  private long soon(long now) {
    return now + random.nextLong(Math.max(1, beatEvery / 4));
  }

  /** What comes from the nodes. */
  private final class EventSink implements NodeMessages.Listener<PresenceMessage> {
    @Override
    public void heard(PresenceMessage message) {
      ClusterPresence.this.heard(message);
    }

    @Override
    public void up() {
      synchronized (ClusterPresence.this) {
        long now = time.millis();
        liveness.up(now);
        beatAt = soon(now);
      }
    }

    @Override
    public void down() {
      synchronized (ClusterPresence.this) {
        liveness.down();
      }
    }
  }
}
