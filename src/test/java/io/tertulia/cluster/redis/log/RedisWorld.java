package io.tertulia.cluster.redis.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.cluster.log.LogServer;
import io.tertulia.cluster.log.LogWorld;
import io.tertulia.cluster.log.Loop;
import io.tertulia.redis.NodeRights;
import io.tertulia.redis.RedisConversation;
import io.tertulia.redis.RedisServer;
import io.tertulia.room.RoomId;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The world of a real Redis, which is as it was before when this is closed. */
public final class RedisWorld implements LogWorld {
  public static final RedisNames NAMES = new RedisNames("t", 0);

  private final RedisConversation redis;
  private final DirectCalls calls;
  private final RedisLogServer server;
  private boolean full;

  /** With what is in there. */
  public RedisWorld(Vertx vertx, RedisServer redis, LogLimits limits) {
    this.redis = redis.talk();
    calls = new DirectCalls(vertx, NodeRights.url(redis));
    calls.batch(new Scripts(limits).loads());
    server = new RedisLogServer(calls, calls, new StraightLoop(), NAMES, limits);
  }

  /** The thread of the test is the loop, and waits for nothing. */
  static final class StraightLoop implements Loop {
    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void after(long millis, Runnable task) {
      task.run();
    }

    @Override
    public long now() {
      return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
  }

  @Override
  public LogServer server() {
    return server;
  }

  DirectCalls calls() {
    return calls;
  }

  public Object ask(String... command) {
    return redis.ask(command);
  }

  private void ok(String... command) {
    assertThat(redis.ask(command)).asString().startsWith("OK");
  }

  /** A replica that is told to be a master again is one under another id. */
  @Override
  public void promote() {
    demote();
    ok("REPLICAOF", "NO", "ONE");
  }

  /** Of nobody: nothing listens on port 1. */
  @Override
  public void demote() {
    ok("REPLICAOF", "127.0.0.1", "1");
  }

  @Override
  public void fill() {
    full = true;
    ok("CONFIG", "SET", "maxmemory", "1");
  }

  @Override
  public void drain() {
    full = false;
    ok("CONFIG", "SET", "maxmemory", "0");
  }

  @Override
  public void wipe() {
    unhindered(() -> ok("FLUSHDB"));
  }

  @Override
  public void remember(RoomId room) {
    unhindered(() -> keys(room).forEach(key -> copy("0", "1", key)));
  }

  @Override
  public void rewind(RoomId room) {
    unhindered(() -> keys(room).forEach(key -> copy("1", "0", key)));
  }

  /** From one database to another; what is not there is not there then. */
  private void copy(String from, String to, String key) {
    ok("SELECT", to);
    redis.ask("DEL", key);
    ok("SELECT", from);
    redis.ask("COPY", key, key, "DB", to);
    ok("SELECT", "0");
  }

  /** Changes what Redis has, also while it takes nothing from others. */
  private void unhindered(Runnable change) {
    ok("CONFIG", "SET", "replica-read-only", "no");
    ok("CONFIG", "SET", "maxmemory", "0");
    change.run();
    ok("CONFIG", "SET", "maxmemory", full ? "1" : "0");
    ok("CONFIG", "SET", "replica-read-only", "yes");
  }

  public static List<String> keys(RoomId room) {
    RoomKeys keys = RoomKeys.of(NAMES, room);
    return List.of(
        keys.meta(),
        keys.stream(),
        keys.even(),
        keys.odd(),
        keys.overlays(),
        keys.reactions(),
        keys.mentions());
  }

  @Override
  public void jump(RoomId room, long top) {
    RoomKeys keys = RoomKeys.of(NAMES, room);
    redis.ask("DEL", keys.stream());
    redis.ask("HSET", keys.meta(), "top", "" + top);
  }

  @Override
  public void pass(Duration time) {
    long until = time() + time.toNanos() / 1000;
    await().pollInterval(Duration.ofMillis(5)).until(() -> time() >= until);
  }

  /** Redis' clock in microseconds. */
  private long time() {
    List<?> time = (List<?>) redis.ask("TIME");
    return Long.parseLong((String) time.get(0)) * 1_000_000 + Long.parseLong((String) time.get(1));
  }

  @Override
  public void close() {
    drain();
    ok("REPLICAOF", "NO", "ONE");
    calls.close();
    redis.close();
  }
}
