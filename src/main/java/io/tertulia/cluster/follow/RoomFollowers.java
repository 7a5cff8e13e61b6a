package io.tertulia.cluster.follow;

import io.tertulia.cluster.log.Channels;
import io.tertulia.cluster.log.EntryBytes;
import io.tertulia.room.Entry;
import io.tertulia.room.RoomId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of one shard on this node: those that are followed, and those of which something is
 * held. On the shard's loop.
 */
public final class RoomFollowers implements Channels.Listener, FollowerContext.Owner {
  /** Milliseconds after a deletion until the connections hold nothing of it. */
  private static final long OVERWRITING = 500;

  /** Rooms that ask the log at once, each of them one or two calls. */
  private static final int TURNS = 1_000;

  /** How often it is looked whether all rooms are settled, in milliseconds. */
  private static final long SOON = 20;

  /** Milliseconds; Redis forgets an empty room after twice that. */
  private static final long EMPTY = 50_000;

  private boolean overwriting;
  private final Map<RoomId, RoomFollower> rooms = new HashMap<>();
  private final FollowerContext node;
  private final PendingAppends pendingAppends;
  private final TailChecker checker;

  /** Rooms whose turn to ask the log has not come, in their order. */
  private final Deque<Runnable> turns = new ArrayDeque<>();

  private int asking;

  /** Written on the loop. */
  private volatile boolean up;

  private volatile int counted;
  private volatile long held;

  public RoomFollowers(FollowerContext node) {
    this.node = node;
    this.pendingAppends = new PendingAppends(node);
    this.checker = new TailChecker(node, this::ofInterest);
  }

  public void start() {
    node.channels().listen(this);
    node.loop().after(EMPTY, this::keepEmpty);
    node.loop().after(node.rules().check().toMillis(), this::tick);
    pendingAppends.start();
  }

  /** Redis answers: first of all, what is held here is compared with what it has. */
  public void up() {
    up = true;
    checker.checkAll();
  }

  /** Redis is away. */
  public void away() {
    up = false;
    rooms.values().forEach(RoomFollower::doubt);
  }

  /** Completes once Redis was seen to have all that is held here, or got it back. */
  public void verify(CompletableFuture<Boolean> verified) {
    rooms.values().forEach(RoomFollower::doubt);
    checker.checkAll();
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
    return Duration.ofMillis(node.loop().now() - checker.checkedAt());
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
    return up && !pendingAppends.isRefused();
  }

  RoomFollower of(RoomId room) {
    RoomFollower known = rooms.get(room);
    if (known != null) {
      return known;
    }
    RoomFollower follower = new RoomFollower(room, node, this);
    rooms.put(room, follower);
    return follower;
  }

  @Nullable RoomFollower find(RoomId room) {
    return rooms.get(room);
  }

  PendingAppends pendingAppends() {
    return pendingAppends;
  }

  FollowerContext node() {
    return node;
  }

  @Override
  public void confirmed(RoomId room) {
    RoomFollower follower = rooms.get(room);
    if (follower != null) {
      follower.confirmed();
      checker.checkSoon(follower);
    }
  }

  @Override
  public void heard(RoomId room, byte[] payload) {
    RoomFollower follower = rooms.get(room);
    if (follower == null) {
      return;
    }
    Entry entry = EntryBytes.heard(room, payload);
    if (entry == null) {
      node.meter().stray();
    } else {
      follower.heard(entry);
    }
  }

  @Override
  public void signal(RoomId room, byte[] json) {
    if (rooms.containsKey(room)) {
      node.listener().onEphemeral(room, json);
    }
  }

  @Override
  public void down() {
    rooms.values().forEach(RoomFollower::deaf);
  }

  @Override
  public void settled(RoomFollower room) {
    pendingAppends.goOn(room);
  }

  @Override
  public void takeTurn(Runnable begin) {
    if (asking < TURNS) {
      asking++;
      begin.run();
    } else {
      turns.add(begin);
    }
  }

  @Override
  public void giveTurn() {
    Runnable next = turns.poll();
    if (next == null) {
      asking--;
    } else {
      node.loop().execute(next);
    }
  }

  /** Once for all that are deleted in a while: it is more than the deletions themselves cost. */
  @Override
  public void deleted() {
    if (!overwriting) {
      overwriting = true;
      node.loop()
          .after(
              OVERWRITING,
              () -> {
                overwriting = false;
                node.server().overwrite();
                node.channels().overwriteHeard();
              });
    }
  }

  /** Half of the place is for what this node sees itself. */
  @Override
  public boolean mayHold() {
    return held < node.rules().tailBytes() / 2;
  }

  private List<RoomFollower> ofInterest() {
    return rooms.values().stream().filter(RoomFollower::isOfInterest).toList();
  }

  private void keepEmpty() {
    node.loop().after(EMPTY, this::keepEmpty);
    List<RoomFollower> empty = rooms.values().stream().filter(RoomFollower::isEmpty).toList();
    var _ =
        TailChecker.inChunks(
            empty,
            chunk ->
                CompletableFuture.allOf(
                    chunk.stream()
                        .map(room -> room.keepEmpty().toCompletableFuture())
                        .toArray(CompletableFuture[]::new)));
  }

  private void tick() {
    node.loop().after(node.rules().check().toMillis(), this::tick);
    rooms.values().removeIf(RoomFollower::isIdle);
    counted = rooms.size();
    held = rooms.values().stream().mapToLong(follower -> follower.tail().bytes()).sum();
    lighten();
    checker.tick();
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
            .filter(follower -> follower.isSettled() && !follower.tail().isEmpty())
            .toList();
    long weight = holders.stream().mapToLong(follower -> follower.tail().bytes()).sum();
    for (RoomFollower follower : holders) {
      follower.tail().lighten(Math.ceilDiv(over * follower.tail().bytes(), weight));
    }
  }
}
