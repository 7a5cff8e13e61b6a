package io.tertulia.cluster.node;

import io.netty.channel.EventLoop;
import io.tertulia.cluster.follow.FollowerContext;
import io.tertulia.cluster.log.Loop;
import io.tertulia.cluster.presence.ClusterPresence;
import io.tertulia.cluster.redis.MessageSigner;
import io.tertulia.cluster.redis.RedisConnections;
import io.tertulia.cluster.redis.connection.VertxLoop;
import io.tertulia.cluster.redis.log.LogLimits;
import io.tertulia.cluster.redis.log.RedisNames;
import io.tertulia.cluster.shard.Shard;
import io.tertulia.cluster.shard.Shards;
import io.tertulia.room.RateLimits.Kind;
import io.tertulia.room.memory.MemoryPresence;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Nodes of one cluster in this process, each on a loop of its own, over a real Redis. */
public final class Nodes implements AutoCloseable {
  private static final byte[] SECRET = "a secret of the tests".getBytes(StandardCharsets.UTF_8);

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
  private final String prefix;
  private final List<ClusterNode> started = new ArrayList<>();
  private final String url;
  private final int database;

  /** Counts what was left out. */
  private final AtomicInteger strays = new AtomicInteger();

  private final FollowerContext.Meter meter =
      new FollowerContext.Meter() {
        @Override
        public void hole() {}

        @Override
        public void repaired(long entries, long late) {}

        @Override
        public void fork() {}

        @Override
        public void tailFull() {}

        @Override
        public void stray() {
          strays.incrementAndGet();
        }
      };

  /**
   * Names epochs. They begin with m, as the mids of most tests: whoever tells entries apart by
   * their mids is wrong each time, and not once in 36.
   */
  private static final class Epochs implements RandomGenerator {
    private final SecureRandom random = new SecureRandom();

    @Override
    public long nextLong() {
      return random.nextLong();
    }

    @Override
    public IntStream ints(long size, int least, int bound) {
      return IntStream.concat(IntStream.of('m' - 'a'), random.ints(size - 1, least, bound));
    }
  }

  /**
   * @param url of the Redis; every instance has keys of its own there
   */
  public Nodes(String url) {
    this(url, "test-" + UUID.randomUUID(), 0);
  }

  /**
   * @param url of the Redis, without a database
   */
  Nodes(String url, String prefix, int database) {
    this.url = database == 0 ? url : url + "/" + database;
    this.prefix = prefix;
    this.database = database;
  }

  /** What was left out because no node had said it. */
  int strays() {
    return strays.get();
  }

  public String prefix() {
    return prefix;
  }

  /** Starts one more. */
  public ClusterNode start() {
    EventLoop eventLoop = ((VertxInternal) vertx).getEventLoopGroup().next();
    Loop loop = new VertxLoop(vertx, eventLoop);
    String name = "node-" + started.size();
    SecureRandom random = new SecureRandom();
    Shards shards =
        new Shards(
            new Shard.Surroundings(
                loop,
                () -> Redis.createClient(vertx, new RedisOptions().setConnectionString(url)),
                new Epochs(),
                meter),
            shard(name));
    ClusterNode node = new ClusterNode(shards, loop, Clock.systemUTC(), random, settings(name));
    node.start();
    started.add(node);
    vertx.setPeriodic(50, timer -> node.presence().tick());
    vertx.setPeriodic(1_000, timer -> node.revocations().tick());
    vertx.setPeriodic(1_000, timer -> node.audit().tick());
    vertx.setPeriodic(1_000, timer -> node.growths().tick());
    return node;
  }

  @Override
  public void close() {
    started.forEach(ClusterNode::close);
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private Shard.Settings shard(String name) {
    return new Shard.Settings(
        url,
        new RedisConnections.Settings(
            name,
            new RedisNames(prefix, database),
            900,
            new LogLimits(10_000, Duration.ofHours(1), 16 << 20, Duration.ofMinutes(10)),
            MessageSigner.key(SECRET, "test")),
        new FollowerContext.Rules(
            SECOND.multipliedBy(2), SECOND, Duration.ofMinutes(2), 64 << 20, SECOND, 10_000));
  }

  private static ClusterNode.Settings settings(String name) {
    return new ClusterNode.Settings(
        SECOND,
        new ClusterPresence.Settings(
            name,
            SECOND.multipliedBy(3),
            new MemoryPresence.Debounce(Duration.ofMillis(250), Duration.ofSeconds(4)),
            () -> 0,
            "as many"),
        Map.of(Kind.SESSION, 1_000, Kind.USER, 1_000, Kind.ADDRESS, 1_000));
  }
}
