package io.tertulia.cluster.sim;

import io.tertulia.cluster.follow.FollowerContext;
import io.tertulia.cluster.follow.RoomFollowers;
import io.tertulia.cluster.follow.ShardBus;
import io.tertulia.cluster.follow.ShardLog;
import io.tertulia.cluster.log.Channels;
import io.tertulia.cluster.log.Lineage;
import io.tertulia.cluster.log.LogServer;
import io.tertulia.cluster.log.Loop;
import io.tertulia.cluster.redis.connection.OneMaster;
import io.tertulia.heart.Quiet;
import io.tertulia.protocol.Limits;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.RoomId;
import io.tertulia.room.Tracing;
import io.tertulia.room.fanout.LocalRooms;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.RoomState;
import io.tertulia.session.rights.Rights;
import io.tertulia.session.shared.SessionContext;
import io.tertulia.session.timing.TimerWheel;
import io.tertulia.session.timing.WorkQueue;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real node's heart and its part of the cluster, on a loop of the world. */
final class SimNode implements Loop, LogServer, Channels {
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final World world;
  private final OneMaster master = new OneMaster();
  private final RoomFollowers followers;
  private final ShardLog log;
  private final SessionContext context;
  private final TimerWheel wheel;
  private final WorkQueue work;
  private @Nullable SimLink calls;
  private @Nullable SimLink hearing;
  private Channels.@Nullable Listener listener;
  private boolean wanted;
  private boolean dead;
  private long stoppedUntil;
  private long holeUntil;

  SimNode(World world, String name) {
    this.world = world;
    this.wheel = new TimerWheel(world::now);
    this.work = new WorkQueue(this, () -> TimeUnit.MILLISECONDS.toNanos(world.now()));
    ShardBus.EventSink sink = new ShardBus.EventSink();
    FollowerContext.Rules rules =
        new FollowerContext.Rules(
            SECOND.multipliedBy(2), SECOND, Duration.ofMinutes(2), 1 << 26, SECOND, 999);
    this.followers =
        new RoomFollowers(
            new FollowerContext(
                this, this, this, sink, world.random, rules, FollowerContext.Meter.NONE));
    this.log = new ShardLog(followers);
    ShardBus bus = new ShardBus(sink, followers);
    this.context =
        new SessionContext(
            new SessionContext.NodeRooms(
                log,
                Quiet.growths(log, bus),
                new LocalRooms(bus, Quiet.METER, Tracing.OFF, 2),
                bus,
                Quiet.PRESENCE),
            new Rights(Quiet.HOUSE),
            (kind, who) -> 0,
            new SessionContext.Watching(Quiet.METER, Tracing.OFF),
            Clock.systemUTC(),
            rules(name),
            Quiet.OPERATIONS,
            null);
    at(0, followers::start);
    at(0, this::dial);
    at(0, this::dialHearing);
    at(0, this::turn);
    at(1_000, this::askMaster);
  }

  private static SessionContext.Rules rules(String name) {
    return new SessionContext.Rules(
        name,
        new Limits(1 << 20, 1 << 19, 999, 9, NEVER, 1_000),
        999,
        NEVER,
        NEVER,
        NEVER,
        NEVER,
        1 << 30);
  }

  World world() {
    return world;
  }

  ShardLog log() {
    return log;
  }

  SessionContext context() {
    return context;
  }

  TimerWheel wheel() {
    return wheel;
  }

  WorkQueue work() {
    return work;
  }

  boolean isDead() {
    return dead;
  }

  boolean isStopped() {
    return stoppedUntil > world.now();
  }

  long holeUntil() {
    return holeUntil;
  }

  /** Nothing gets through for so long, and nobody is told. */
  void blackHole(long millis) {
    holeUntil = world.now() + millis;
  }

  void stop(long millis) {
    stoppedUntil = world.now() + millis;
  }

  void kill() {
    dead = true;
    if (calls != null) {
      calls.cut();
    }
    if (hearing != null) {
      hearing.cut();
    }
  }

  void cutCalls() {
    if (calls != null) {
      calls.cut();
    }
  }

  void cutHearing() {
    if (hearing != null) {
      hearing.cut();
    }
  }

  /** Runs on this node: not while it is stopped, never when it is dead. */
  void at(long delay, Runnable task) {
    world.at(delay, () -> run(task));
  }

  private void run(Runnable task) {
    if (isStopped()) {
      world.at(stoppedUntil - world.now(), () -> run(task));
    } else if (!dead) {
      task.run();
    }
  }

  private void turn() {
    at(TimerWheel.TICK, this::turn);
    wheel.advance(world.now());
  }

  private void askMaster() {
    at(1_000, this::askMaster);
    master.ask();
  }

  /** A replica is met, and not taken. */
  private boolean isOutOfReach() {
    return !world.redis().isAlive() || world.redis().model().isReplica() || holeUntil > world.now();
  }

  private void dial() {
    if (isOutOfReach()) {
      at(world.between(50, 300), this::dial);
      return;
    }
    SimLink fresh = new SimLink(this, payload -> {}, this::away);
    calls = fresh;
    master.up(fresh, fresh.server());
    if (fresh.isUp()) {
      followers.up();
    }
  }

  private void away(SimLink ended, String why) {
    followers.away();
    at(world.between(20, 300), this::dial);
    master.down(ended, why);
  }

  private void dialHearing() {
    if (isOutOfReach()) {
      at(world.between(50, 300), this::dialHearing);
      return;
    }
    SimLink fresh = new SimLink(this, this::heard, this::deaf);
    hearing = fresh;
    master.up(fresh, fresh.server());
    subscribeNow();
  }

  private void deaf(SimLink ended, String why) {
    master.down(ended, why);
    if (listener != null) {
      listener.down();
    }
    at(world.between(20, 300), this::dialHearing);
  }

  private void heard(byte[] payload) {
    if (listener != null && wanted) {
      listener.heard(World.ROOM, payload);
    }
  }

  private void subscribeNow() {
    SimLink on = hearing;
    if (on != null && on.isUp() && wanted) {
      on.subscribe(
          () -> {
            if (listener != null && wanted) {
              listener.confirmed(World.ROOM);
            }
          });
    }
  }

  @Override
  public void execute(Runnable task) {
    at(0, task);
  }

  @Override
  public void after(long millis, Runnable task) {
    at(millis, task);
  }

  @Override
  public long now() {
    return world.now();
  }

  @Override
  public void listen(Channels.Listener only) {
    listener = only;
  }

  @Override
  public void subscribe(Collection<RoomId> rooms) {
    wanted = true;
    subscribeNow();
  }

  @Override
  public void unsubscribe(Collection<RoomId> rooms) {
    wanted = false;
    if (hearing != null) {
      hearing.unsubscribe();
    }
  }

  @Override
  public void publish(RoomId room, byte[] payload) {}

  @Override
  public CompletionStage<AppendReply> append(Append append) {
    return ask(redis -> redis.append(append))
        .thenApply(
            reply -> {
              if (reply instanceof Refused(String why)) {
                refused(why);
              }
              return reply;
            });
  }

  @Override
  public CompletionStage<Repaired> repair(Repair repair) {
    CompletionStage<Repaired> repaired = ask(redis -> redis.repair(repair));
    repaired.whenComplete((done, failure) -> refused(String.valueOf(failure)));
    return repaired;
  }

  /** As a link does. */
  private void refused(String why) {
    if (why.contains("READONLY") && calls != null) {
      calls.end(OneMaster.REPLICA);
    }
  }

  @Override
  public CompletionStage<List<@Nullable Lineage>> check(List<RoomId> rooms) {
    return ask(redis -> redis.check(rooms));
  }

  @Override
  public CompletionStage<Span> read(RoomId room, Query query) {
    return ask(redis -> redis.read(room, query));
  }

  @Override
  public CompletionStage<ReadReply> read(RoomId room, Query query, @Nullable Authority reader) {
    return ask(redis -> redis.read(room, query, reader));
  }

  @Override
  public CompletionStage<RoomState> look(RoomId room, List<String> people) {
    return ask(redis -> redis.look(room, people));
  }

  @Override
  public long time() {
    return world.wall();
  }

  private <T> CompletionStage<T> ask(SimLink.Question<T> question) {
    SimLink on = calls;
    return on == null
        ? CompletableFuture.failedFuture(new Unanswered(false, "not connected"))
        : on.ask(question);
  }
}
