package io.tertulia.cluster.follow;

import io.tertulia.room.Bus;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Appended;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.RoomId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** What one node follows, over a {@link ManualRedis}. */
final class ManualNode {
  final ManualRedis redis;
  final RoomFollowers followers;
  final ShardBus bus;
  final ShardLog log;

  /** What the members of this node were told, as room and mid. */
  final List<String> told = new ArrayList<>();

  /** Entries that a member cannot take, from now on. */
  int indigestible;

  ManualNode(ManualRedis redis) {
    this.redis = redis;
    Duration second = Duration.ofSeconds(1);
    FollowerContext.Rules rules =
        new FollowerContext.Rules(
            second.multipliedBy(2), second, Duration.ofMinutes(2), 1 << 28, second, 30_000);
    ShardBus.EventSink sink = new ShardBus.EventSink();
    this.followers =
        new RoomFollowers(
            new FollowerContext(
                redis, redis, redis, sink, new Random(1), rules, FollowerContext.Meter.NONE));
    this.bus = new ShardBus(sink, followers);
    this.log = new ShardLog(followers);
    bus.listen(new Told());
    followers.start();
    followers.up();
  }

  /** A blip: every connection ends, and comes back after so many milliseconds. */
  void blink(long millis) {
    followers.away();
    redis.pass(millis);
    redis.hearAgain();
    followers.up();
  }

  CompletableFuture<Void> join(RoomId room) {
    return bus.subscribe(room).toCompletableFuture();
  }

  CompletableFuture<Appended> say(RoomId room, String mid) {
    String head = "{\"type\":\"message\",\"room\":\"" + room.value() + "\",";
    return log.append(room, new Draft(mid, head, ",\"text\":\"x\"}", null)).toCompletableFuture();
  }

  private final class Told implements Bus.Listener {
    @Override
    public void onEntry(RoomId room, Entry entry) {
      if (indigestible > 0) {
        indigestible--;
        throw new IllegalStateException("a member that cannot take it");
      }
      told.add(room.value() + " " + entry.mid());
    }

    @Override
    public void onEphemeral(RoomId room, byte[] json) {}

    @Override
    public void onFork(RoomId room, long late) {}
  }
}
