package io.tertulia.cluster.presence;

import io.tertulia.cluster.presence.PresenceMessage.Node;
import io.tertulia.room.Presence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The other nodes: what each has told, who has missed something, who is silent for too long.
 * Guarded by {@link ClusterPresence}.
 */
final class Peers {
  private static final System.Logger LOG = System.getLogger(Peers.class.getName());

  /** Milliseconds over which those who missed the same thing spread their asking: one is enough. */
  private static final int SPREAD = 200;

  /** Milliseconds for an answer to come. */
  private static final int PATIENCE = 1_000;

  private final Map<Node, Peer> peers = new HashMap<>();
  private final Presence everybody;
  private final SelfLiveness liveness;
  private final RandomGenerator random;

  Peers(Presence everybody, SelfLiveness liveness, RandomGenerator random) {
    this.everybody = everybody;
    this.liveness = liveness;
    this.random = random;
  }

  /**
   * @return whether this node was not known
   */
  boolean heard(PresenceMessage word, long now) {
    if (word instanceof PresenceMessage.Bye(Node from)) {
      forget(from, "said goodbye");
      return false;
    }
    Peer known = peers.get(word.from());
    Peer peer = known == null ? new Peer(everybody) : known;
    if (known == null) {
      LOG.log(System.Logger.Level.INFO, "node {0} is here", word.from().name());
      peers.put(word.from(), peer);
    }
    peer.heardAt(now);
    if (tells(word, peer, now)) {
      peer.notBefore(now + random.nextInt(SPREAD));
    }
    return known == null;
  }

  /** Nodes to be asked for everything now; they count as asked. */
  List<Node> toAsk(long now) {
    List<Node> ask = new ArrayList<>();
    peers.forEach(
        (node, peer) -> {
          if (peer.wantsSnapshot(now)) {
            peer.notBefore(now + PATIENCE);
            ask.add(node);
          }
        });
    return ask;
  }

  void buryTheDead(long now) {
    for (Map.Entry<Node, Peer> peer : List.copyOf(peers.entrySet())) {
      if (liveness.isOverdue(peer.getValue().heardAt(), now)) {
        forget(peer.getKey(), "was silent for longer than its lease");
      }
    }
  }

  /**
   * The node that keeps something else of each room, one of them when there are many.
   *
   * @return null when all are alike
   */
  @Nullable Node unlike(String kept) {
    for (Map.Entry<Node, Peer> peer : peers.entrySet()) {
      String its = peer.getValue().kept();
      if (its != null && !its.equals(kept)) {
        return peer.getKey();
      }
    }
    return null;
  }

  /** How much of each room that node keeps; empty when it has not said. */
  String kept(Node node) {
    Peer peer = peers.get(node);
    String its = peer == null ? null : peer.kept();
    return its == null ? "" : its;
  }

  boolean knowsName(String name) {
    return peers.keySet().stream().anyMatch(node -> node.name().equals(name));
  }

  /** How many sockets each of them has, without those that take nobody. */
  List<Integer> sockets() {
    return peers.values().stream().map(Peer::sockets).filter(count -> count >= 0).toList();
  }

  /** Members of other nodes, once for each node and room. */
  int size() {
    return peers.values().stream().mapToInt(Peer::size).sum();
  }

  private boolean tells(PresenceMessage word, Peer peer, long now) {
    return switch (word) {
      case PresenceMessage.Beat beat -> peer.beat(beat);
      case PresenceMessage.Diff diff -> peer.diff(diff);
      case PresenceMessage.Snapshot snapshot -> {
        peer.notBefore(now + PATIENCE);
        yield peer.snapshot(snapshot);
      }
      case PresenceMessage.Ask ask -> {
        Peer asked = peers.get(ask.of());
        if (asked != null) {
          asked.notBefore(now + PATIENCE);
        }
        yield false;
      }
      case PresenceMessage.Bye bye -> false;
    };
  }

  private void forget(Node node, String why) {
    Peer gone = peers.remove(node);
    if (gone != null) {
      LOG.log(
          System.Logger.Level.INFO,
          "node {0} {1}: its {2} members leave",
          node.name(),
          why,
          gone.size());
      gone.goes();
    }
  }
}
