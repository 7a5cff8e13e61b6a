package io.tertulia.app;

import io.netty.channel.EventLoop;
import io.quarkus.proxy.ProxyConfigurationRegistry;
import io.quarkus.redis.runtime.client.VertxRedisClientFactory;
import io.quarkus.redis.runtime.client.config.RedisClientConfig;
import io.quarkus.redis.runtime.client.config.RedisConfig;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.tertulia.app.config.TertuliaConfig;
import io.tertulia.cluster.follow.FollowerContext;
import io.tertulia.cluster.log.Loop;
import io.tertulia.cluster.node.ClusterNode;
import io.tertulia.cluster.presence.ClusterPresence;
import io.tertulia.cluster.redis.MessageSigner;
import io.tertulia.cluster.redis.RedisConnections;
import io.tertulia.cluster.redis.connection.VertxLoop;
import io.tertulia.cluster.redis.log.LogLimits;
import io.tertulia.cluster.redis.log.RedisNames;
import io.tertulia.cluster.shard.Shard;
import io.tertulia.cluster.shard.Shards;
import io.tertulia.session.mine.MineContext;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.impl.RedisURI;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** A node of a cluster: which Redis each of its shards is, and how it is spoken to. */
@Singleton
final class ClusterPorts {
  /** Says that may wait for the log at once. */
  private static final int WAITING = 10_000;

  private final Vertx vertx;
  private final RedisConfig redis;
  private final TlsConfigurationRegistry tls;
  private final ProxyConfigurationRegistry proxies;
  private final FollowerContext.Meter meter;

  ClusterPorts(
      Vertx vertx,
      RedisConfig redis,
      TlsConfigurationRegistry tls,
      ProxyConfigurationRegistry proxies,
      FollowerContext.Meter meter) {
    this.vertx = vertx;
    this.redis = redis;
    this.tls = tls;
    this.proxies = proxies;
    this.meter = meter;
  }

  /**
   * @param name of this node
   * @param address of Redis, for people
   * @param sockets that this node has open; below 0 while it takes nobody
   */
  Ports build(TertuliaConfig config, String name, String address, IntSupplier sockets) {
    ClusterNode node = node(config, name, address, sockets);
    node.start();
    return new Ports(
        node.log(),
        node.growths(),
        node,
        node.bus(),
        node.presence(),
        node.presence(),
        node.limits(),
        node.tickets(),
        node.revocations(),
        node.audit(),
        new MineContext.Kept(node.myRooms(), node.summaries(), node.news()),
        node.ownRooms(),
        node.periodicTasks(),
        node,
        node::close);
  }

  private ClusterNode node(
      TertuliaConfig config, String name, String address, IntSupplier sockets) {
    Loop loop = loop();
    SecureRandom random = new SecureRandom();
    Shard.Surroundings outside = new Shard.Surroundings(loop, clients(), random, meter);
    Shard.Settings settings =
        new Shard.Settings(address, connections(config, name), rules(config.cluster()));
    return new ClusterNode(
        new Shards(outside, settings),
        loop,
        Clock.systemUTC(),
        random,
        new ClusterNode.Settings(
            config.cluster().away(),
            new ClusterPresence.Settings(
                name,
                config.cluster().lease(),
                MemoryPorts.debounce(config.presence()),
                sockets,
                kept(config.retention()).words()),
            MemoryPorts.rates(config.limits())));
  }

  /** A client for each connection: each goes its own way when it fails, and is closed with it. */
  Supplier<Redis> clients() {
    String name = RedisConfig.DEFAULT_CLIENT_NAME;
    return () ->
        VertxRedisClientFactory.create(name, vertx, redis.clients().get(name), tls, proxies);
  }

  Loop loop() {
    EventLoop loop = ((VertxInternal) vertx).getEventLoopGroup().next();
    return new VertxLoop(vertx, loop);
  }

  private RedisConnections.Settings connections(TertuliaConfig config, String name) {
    return new RedisConnections.Settings(
        name,
        new RedisNames(config.cluster().prefix(), database()),
        config.cluster().call().toMillis(),
        kept(config.retention()),
        key(config.security()));
  }

  /** As the client reads it from the address, where it stands as {@code /1} or {@code ?db=1}. */
  private int database() {
    RedisClientConfig client = redis.clients().get(RedisConfig.DEFAULT_CLIENT_NAME);
    Set<URI> addresses = client == null ? Set.of() : client.hosts().orElse(Set.of());
    try {
      for (URI address : addresses) {
        Integer number = new RedisURI(address.toString()).select();
        if (number != null) {
          return number;
        }
      }
    } catch (IllegalArgumentException e) {
      // No address of a Redis: the start is refused for that, in words of its own.
    }
    return 0;
  }

  private static LogLimits kept(TertuliaConfig.Retention kept) {
    return new LogLimits(kept.entries(), kept.age(), kept.roomBytes().asLongValue(), kept.dedupe());
  }

  /**
   * Without a secret a key that anybody can work out, so that nodes hear each other at least;
   * {@link SecurityBeans} says so.
   */
  private static Key key(TertuliaConfig.Security security) {
    byte[] secret = security.secret().orElse("none").getBytes(StandardCharsets.UTF_8);
    return MessageSigner.key(secret, security.cluster());
  }

  private static FollowerContext.Rules rules(TertuliaConfig.Cluster cluster) {
    return new FollowerContext.Rules(
        cluster.say(),
        cluster.check(),
        cluster.tail(),
        cluster.tailBytes().asLongValue(),
        cluster.release(),
        WAITING);
  }
}
