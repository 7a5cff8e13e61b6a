package io.tertulia.cluster.shard;

import io.tertulia.cluster.follow.FollowerContext;
import io.tertulia.cluster.follow.RoomFollowers;
import io.tertulia.cluster.follow.ShardBus;
import io.tertulia.cluster.follow.ShardLog;
import io.tertulia.cluster.house.HouseStore;
import io.tertulia.cluster.limits.Counters;
import io.tertulia.cluster.log.FutureCompletion;
import io.tertulia.cluster.log.Loop;
import io.tertulia.cluster.redis.RedisConnections;
import io.tertulia.cluster.redis.RedisPreflight;
import io.tertulia.node.NodeMessages;
import io.tertulia.room.Bus;
import io.tertulia.room.MessageLog;
import io.tertulia.room.access.Tickets;
import io.tertulia.room.growing.Growing;
import io.tertulia.room.members.own.OwnRooms;
import io.tertulia.room.mine.MyRooms;
import io.tertulia.room.mine.Summaries;
import io.vertx.redis.client.Redis;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One Redis of the cluster, and all that this node has of it: the connections to its one master,
 * its clock, the rooms that are followed there, and what is known to be wrong with it. It is up or
 * away by itself, and knows of no other. Any thread; the work is done on its loop.
 */
public final class Shard {
  /** Milliseconds in which connections close. */
  private static final long PARTING = 100;

  private final Loop loop;
  private final RedisConnections connections;
  private final RoomFollowers followers;
  private final MessageLog log;
  private final Bus bus;
  private final RedisHealthMonitor health;

  /**
   * @param address of this Redis as a person knows it, without a password
   */
  public record Settings(
      String address, RedisConnections.Settings connections, FollowerContext.Rules rules) {}

  /**
   * What comes from outside.
   *
   * @param clients makes a new client of this Redis for each connection
   * @param random gives epochs and must not repeat
   */
  public record Surroundings(
      Loop loop, Supplier<Redis> clients, RandomGenerator random, FollowerContext.Meter meter) {}

  /**
   * @param local where the members of this node hear of their rooms
   */
  Shard(Surroundings outside, Settings settings, ShardBus.EventSink local) {
    loop = outside.loop;
    connections =
        new RedisConnections(loop, outside.clients, settings.connections, outside.meter::stray);
    followers =
        new RoomFollowers(
            new FollowerContext(
                connections.server(),
                connections.channels(),
                loop,
                local,
                outside.random,
                settings.rules,
                outside.meter));
    log = new ShardLog(followers);
    bus = new ShardBus(local, followers);
    health =
        new RedisHealthMonitor(
            loop,
            new RedisPreflight(
                loop, outside.clients, settings.address, settings.connections.names()),
            followers::isWell);
  }

  public void start() {
    loop.execute(followers::start);
    health.start();
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
   * For good; what is held here is forgotten.
   *
   * @return completes when the connections are closed: their loop must not end before them
   */
  public CompletableFuture<Boolean> close() {
    connections.close();
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    loop.after(PARTING, () -> closed.complete(true));
    return closed;
  }

  /** The log of the rooms that lie here. */
  MessageLog log() {
    return log;
  }

  /** The bus of the rooms that lie here. */
  Bus bus() {
    return bus;
  }

  /** What grows in the rooms that lie here. */
  Growing growing() {
    return connections.growing();
  }

  /** What the nodes tell each other by this Redis. */
  public NodeMessages nodeMessages() {
    return connections.nodeMessages();
  }

  /** What the nodes add up in this Redis. */
  public Counters counters() {
    return connections.counters();
  }

  /** Those that wait in this Redis to be used. */
  public Tickets tickets() {
    return connections.tickets();
  }

  /** What the rooms that lie here look like. */
  public Summaries summaries() {
    return connections.summaries();
  }

  /** What people who belong here have of the rooms. */
  public MyRooms myRooms() {
    return connections.myRooms();
  }

  /** The rooms of people, as this Redis counts them. */
  public OwnRooms ownRooms() {
    return connections.ownRooms();
  }

  /** What belongs to the whole house, as this Redis has it. */
  public HouseStore house() {
    return connections.house();
  }

  /**
   * This Redis' clock: milliseconds since 1970 UTC, or {@link
   * io.tertulia.cluster.log.LogServer#UNKNOWN_TIME}.
   */
  public long time() {
    return connections.server().time();
  }

  /** Rooms of which something is held. */
  public int rooms() {
    return followers.rooms();
  }

  /** Bytes that are held. */
  public long bytes() {
    return followers.bytes();
  }

  /** Whether it answers. */
  public boolean isUp() {
    return followers.isUp();
  }

  /** How long ago all rooms were compared with the log. */
  public Duration unchecked() {
    return followers.unchecked();
  }

  /** What is wrong with this Redis, in one sentence for people; null for nothing. */
  public @Nullable String trouble() {
    return health.trouble();
  }

  /** Completes once this Redis was seen to have all that is held here, or got it back. */
  public CompletionStage<Boolean> verify() {
    CompletableFuture<Boolean> settled = new CompletableFuture<>();
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
