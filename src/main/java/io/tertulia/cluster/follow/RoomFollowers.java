package io.tertulia.cluster.follow;

import io.tertulia.cluster.log.Channels;
import io.tertulia.cluster.log.EntryBytes;
import io.tertulia.cluster.log.Lineage;
import io.tertulia.room.Entry;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of this node: those that are followed, and those of which something is held. About once
 * a second all of them are compared with the log, so that a lost last message is found then and not
 * with the next one. On the cluster's loop.
 */
public final class RoomFollowers implements Channels.Listener {
  private static final System.Logger LOG = System.getLogger(RoomFollowers.class.getName());

  /** Rooms compared in one call: Redis serves nobody else meanwhile. */
  private static final int CHUNK = 500;

  /** Confirmations come in swarms: the check that they ask for waits so many milliseconds. */
  private static final long SOON = 20;

  /** Milliseconds; Redis forgets an empty room after twice that. */
  private static final long EMPTY = 50_000;

  private final Map<RoomId, RoomFollower> rooms = new HashMap<>();
  private final Node node;
  private final PendingAppends says;
  private boolean soon;

  /** Written on the loop. */
  private volatile boolean up;

  private volatile int counted;
  private volatile long held;

  /** When the last check began of which every chunk was answered. */
  private volatile long checkedAt;

  /** Chunks of checks that were not answered yet. */
  private int checking;

  /** When the check under way began, and whether each chunk so far was answered. */
  private long begunAt;

  private boolean answered;

  public RoomFollowers(Node node) {
    this.node = node;
    this.says = new PendingAppends(node);
    this.checkedAt = node.loop().now();
  }

  public void start() {
    node.channels().listen(this);
    node.loop().after(EMPTY, this::keepEmpty);
    node.loop().after(node.rules().check().toMillis(), this::tick);
    says.start();
  }

  /** Redis answers: first of all, what is held here is compared with what it has. */
  public void up() {
    up = true;
    checkSoon();
  }

  /** Redis is away. */
  public void away() {
    up = false;
    rooms.values().forEach(RoomFollower::doubt);
  }

  /** Completes once Redis was seen to have all that is held here, or got it back. */
  public void verify(CompletableFuture<Boolean> verified) {
    rooms.values().forEach(RoomFollower::doubt);
    check();
    awaitSettled(verified);
  }

  private void awaitSettled(CompletableFuture<Boolean> verified) {
    if (rooms.values().stream().allMatch(RoomFollower::isSettled)) {
      verified.complete(true);
    } else if (!verified.isDone()) {
      node.loop().after(SOON, () -> awaitSettled(verified));
    }
  }

  /** How long ago all rooms were compared with the log; any thread, as the next three. */
  public Duration unchecked() {
    return Duration.ofMillis(node.loop().now() - checkedAt);
  }

  /** Rooms of which something is held. */
  public int rooms() {
    return counted;
  }

  /** Bytes that are held. */
  public long bytes() {
    return held;
  }

  /** Whether Redis answers. */
  public boolean isUp() {
    return up;
  }

  /** Whether Redis answers and takes what is said. On the loop. */
  public boolean isWell() {
    return up && !says.isRefused();
  }

  RoomFollower of(RoomId room) {
    RoomFollower known = rooms.get(room);
    if (known != null) {
      return known;
    }
    RoomFollower stream = new RoomFollower(room, node, says::goOn);
    rooms.put(room, stream);
    return stream;
  }

  @Nullable RoomFollower find(RoomId room) {
    return rooms.get(room);
  }

  PendingAppends says() {
    return says;
  }

  Node node() {
    return node;
  }

  @Override
  public void confirmed(RoomId room) {
    RoomFollower stream = rooms.get(room);
    if (stream != null) {
      stream.confirmed();
      checkSoon();
    }
  }

  @Override
  public void heard(RoomId room, byte[] payload) {
    RoomFollower stream = rooms.get(room);
    if (stream == null) {
      return;
    }
    if (payload.length > 0 && payload[0] == '{') {
      node.listener().onEphemeral(room, payload);
      return;
    }
    Entry entry = EntryBytes.heard(payload);
    if (entry == null) {
      LOG.log(System.Logger.Level.WARNING, "a message on the channel of a room is none of ours");
    } else {
      stream.heard(entry);
    }
  }

  @Override
  public void down() {
    rooms.values().forEach(RoomFollower::deaf);
  }

  private void checkSoon() {
    if (!soon) {
      soon = true;
      node.loop()
          .after(
              SOON,
              () -> {
                soon = false;
                check();
              });
    }
  }

  private void keepEmpty() {
    node.loop().after(EMPTY, this::keepEmpty);
    rooms.values().forEach(RoomFollower::keepEmpty);
  }

  private void tick() {
    node.loop().after(node.rules().check().toMillis(), this::tick);
    rooms.values().removeIf(RoomFollower::isIdle);
    counted = rooms.size();
    held = rooms.values().stream().mapToLong(stream -> stream.tail().bytes()).sum();
    lighten();
    if (checking == 0) {
      check();
    }
  }

  private void check() {
    List<RoomFollower> all = rooms.values().stream().filter(RoomFollower::isOfInterest).toList();
    if (checking == 0) {
      begunAt = node.loop().now();
      answered = true;
    }
    int from = 0;
    do { // Once without a room too: Redis' clock is followed by it.
      int to = Math.min(from + CHUNK, all.size());
      check(all.subList(from, to));
      from = to;
    } while (from < all.size());
  }

  private void check(List<RoomFollower> some) {
    long asked = node.loop().now();
    List<@Nullable Position> known = new ArrayList<>(some.size());
    some.forEach(stream -> known.add(stream.tail().known()));
    checking++;
    node.server()
        .check(some.stream().map(RoomFollower::room).toList())
        .whenComplete(
            (heads, failure) -> {
              done(failure == null);
              if (failure == null) {
                for (int i = 0; i < some.size(); i++) {
                  Lineage head = heads.get(i);
                  some.get(i).checked(head, known.get(i), asked);
                }
              }
            });
  }

  private void done(boolean chunk) {
    checking--;
    answered &= chunk;
    if (checking == 0 && answered) {
      checkedAt = begunAt;
    }
  }

  /** Over the bound for all rooms the oldest goes, wherever the log is known to have it. */
  private void lighten() {
    long over = held - node.rules().tailBytes();
    if (over <= 0 || !up) {
      return;
    }
    node.meter().tailFull();
    List<RoomFollower> holders =
        rooms.values().stream()
            .filter(stream -> stream.isSettled() && !stream.tail().isEmpty())
            .toList();
    long weight = holders.stream().mapToLong(stream -> stream.tail().bytes()).sum();
    for (RoomFollower stream : holders) {
      stream.tail().lighten(Math.ceilDiv(over * stream.tail().bytes(), weight));
    }
  }
}
