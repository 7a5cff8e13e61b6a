package io.tertulia.cluster.node;

import io.tertulia.cluster.follow.ClusterBus;
import io.tertulia.cluster.follow.ClusterLog;
import io.tertulia.cluster.follow.FollowerContext;
import io.tertulia.cluster.follow.RoomFollowers;
import io.tertulia.cluster.limits.RedisRateLimits;
import io.tertulia.cluster.log.FutureCompletion;
import io.tertulia.cluster.log.Loop;
import io.tertulia.cluster.presence.RedisPresence;
import io.tertulia.cluster.redis.RedisConnections;
import io.tertulia.cluster.redis.RedisPreflight;
import io.tertulia.cluster.redis.log.RedisNames;
import io.tertulia.room.Bus;
import io.tertulia.room.MessageLog;
import io.tertulia.room.RateLimits.Kind;
import io.vertx.redis.client.Redis;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One node's part in a cluster: the ports of {@code room} over one Redis. */
public final class ClusterNode implements MessageLog.LastThing, MessageLog.State, AutoCloseable {
  /** Milliseconds in which connections close. */
  private static final long PARTING = 100;

  private static final long LONGEST_PARTING = 1_000;

  private final Loop loop;
  private final RedisConnections connections;
  private final RoomFollowers followers;
  private final MessageLog log;
  private final Bus bus;
  private final RedisPresence presence;
  private final RedisRateLimits limits;
  private final RedisHealthMonitor fitness;
  private final Duration patience;

  /**
   * @param address of Redis as a person knows it, without a password
   * @param patience how long Redis may be away before clients are sent to another node
   * @param rates permits a second for one name of each kind, on all nodes together
   */
  public record Settings(
      String address,
      Duration patience,
      RedisConnections.Settings connections,
      FollowerContext.Rules rules,
      RedisPresence.Settings presence,
      Map<Kind, Integer> rates) {}

  /**
   * What comes from outside.
   *
   * @param clients makes a new Redis client for each connection
   * @param random gives epochs and must not repeat
   */
  public record Surroundings(
      Loop loop, Supplier<Redis> clients, RandomGenerator random, FollowerContext.Meter meter) {}

  public ClusterNode(Surroundings outside, Settings settings) {
    this.loop = outside.loop;
    this.patience = settings.patience;
    this.connections =
        new RedisConnections(loop, outside.clients, settings.connections, outside.meter::stray);
    ClusterBus.EventSink sink = new ClusterBus.EventSink();
    InstantSource steady = () -> java.time.Instant.ofEpochMilli(loop.now());
    this.followers =
        new RoomFollowers(
            new FollowerContext(
                connections.server(),
                connections.channels(),
                loop,
                sink,
                outside.random,
                settings.rules,
                outside.meter));
    this.log = new ClusterLog(followers);
    this.bus = new ClusterBus(sink, followers);
    this.presence =
        new RedisPresence(connections.nodes(), sink, steady, outside.random, settings.presence);
    this.limits =
        new RedisRateLimits(
            settings.rates, connections.counters(), steady, () -> connections.server().time());
    RedisNames names = settings.connections.names();
    this.fitness =
        new RedisHealthMonitor(
            loop,
            new RedisPreflight(loop, outside.clients, settings.address, names),
            followers::isWell);
  }

  /** Any thread. */
  public void start() {
    loop.execute(followers::start);
    fitness.start();
    connections.start(
        new RedisConnections.Listener() {
          @Override
          public void up() {
            followers.up();
          }

          @Override
          public void away() {
            followers.away();
          }
        });
  }

  /**
   * For good; what is held here is forgotten. Any thread but the loop's; waits until the
   * connections are closed, because their loop must not end before them.
   */
  @Override
  public void close() {
    connections.close();
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    loop.after(PARTING, () -> closed.complete(true));
    closed.completeOnTimeout(false, LONGEST_PARTING, TimeUnit.MILLISECONDS).join();
  }

  public MessageLog log() {
    return log;
  }

  public Bus bus() {
    return bus;
  }

  /** To be ticked every 50 ms. */
  public RedisPresence presence() {
    return presence;
  }

  /** To be ticked about twice a second. */
  public RedisRateLimits limits() {
    return limits;
  }

  @Override
  public int rooms() {
    return followers.rooms();
  }

  @Override
  public long bytes() {
    return followers.bytes();
  }

  @Override
  public boolean isUp() {
    return followers.isUp();
  }

  @Override
  public Duration unchecked() {
    return followers.unchecked();
  }

  @Override
  public Duration patience() {
    return patience;
  }

  @Override
  public @Nullable String trouble() {
    String trouble = fitness.trouble();
    return trouble == null ? presence.trouble() : trouble;
  }

  @Override
  public String name() {
    return "to see that the log has all that was said here";
  }

  /** Who holds what Redis has lost must not go before it is put back. */
  @Override
  public CompletionStage<?> begin() {
    CompletableFuture<Boolean> settled = new CompletableFuture<>();
    presence.goodbye();
    loop.execute(
        () ->
            FutureCompletion.answer(
                settled,
                () -> {
                  followers.verify(settled);
                  return settled;
                }));
    return settled;
  }
}
