package io.tertulia.cluster.redis.growing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoop;
import io.tertulia.cluster.redis.connection.Calls;
import io.tertulia.cluster.redis.connection.VertxLoop;
import io.tertulia.cluster.redis.log.LogLimits;
import io.tertulia.cluster.redis.log.RedisNames;
import io.tertulia.cluster.redis.log.RoomKeys;
import io.tertulia.cluster.redis.log.Scripts;
import io.tertulia.redis.NodeRights;
import io.tertulia.redis.RedisBinary;
import io.tertulia.redis.RedisServer;
import io.tertulia.room.growing.Growing;
import io.tertulia.room.growing.GrowingContract;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What grows in a real Redis, with the rights that a node has there. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class RedisGrowingContract extends GrowingContract {
  private static final RedisNames NAMES = new RedisNames("t", 0);
  private static final Duration SOON = Duration.ofSeconds(10);

  private final RedisBinary binary;
  private final Vertx vertx = Vertx.vertx();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private RedisServer redis;
  private RedisConnection asking;
  private RedisConnection hearing;
  private RedisGrowing growing;

  RedisGrowingContract(RedisBinary binary) {
    this.binary = binary;
  }

  @BeforeAll
  void start() {
    redis = RedisServer.start(binary, NodeRights.options("t"));
    asking = connect();
    hearing = connect();
    hearing.handler(this::heard);
    Scripts scripts =
        new Scripts(new LogLimits(100, Duration.ofHours(1), 1 << 20, Duration.ofMinutes(1)));
    EventLoop loop = ((VertxInternal) vertx).getEventLoopGroup().next();
    Calls calls = request -> asking.send(request).toCompletionStage();
    growing =
        new RedisGrowing(
            calls, new VertxLoop(vertx, loop), scripts.grow(), NAMES, (in, json) -> json);
  }

  private RedisConnection connect() {
    return Redis.createClient(vertx, NodeRights.url(redis))
        .connect()
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  @AfterAll
  void stop() {
    asking.close();
    hearing.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    redis.close();
  }

  @BeforeEach
  void listen() {
    heard.clear();
    hearing.send(Request.cmd(Command.SUBSCRIBE).arg(keys().channel()));
    await().atMost(SOON).until(() -> redis.ask("PUBLISH", keys().channel(), "x").equals(1L));
  }

  private void heard(Response push) {
    if (push.type() == ResponseType.PUSH || push.type() == ResponseType.MULTI) {
      if (push.get(0).toString().equals("message")) {
        heard.add(push.get(2).toString());
      }
    }
  }

  private RoomKeys keys() {
    return RoomKeys.of(NAMES, room);
  }

  @Override
  protected Growing growing() {
    return growing;
  }

  @Override
  protected List<String> announced() {
    String last = UUID.randomUUID().toString();
    redis.ask("PUBLISH", keys().channel(), last);
    await().atMost(SOON).until(() -> heard.contains(last));
    return heard.stream().filter(one -> one.startsWith("{") && one.contains(room.value())).toList();
  }

  /** Rather than wait, what stands there gets older. */
  @Override
  protected void pass(Duration time) {
    for (Object mid : (Collection<?>) redis.ask("HKEYS", keys().growing())) {
      redis.ask("HINCRBY", keys().growth(mid.toString()), "at", "-" + time.toMillis());
    }
  }

  @Test
  void nothing_is_left_of_the_text_of_one_that_has_ended_and_the_rest_goes_by_itself() {
    String mid = "AAAAAAAAAAAAAAAA";
    join(growing.begin(room, new Growing.Seed(mid, "ana", "{}", "secret")));
    assertThat(ttls(mid)).allMatch(ttl -> ttl > 0).hasSize(3);
    join(growing.end(room, mid, ""));
    assertThat(redis.ask("EXISTS", keys().growingText(mid), keys().growing())).isEqualTo(0L);
    assertThat((Long) redis.ask("PTTL", keys().growth(mid))).isPositive();
  }

  private List<Long> ttls(String mid) {
    List<Long> ttls = new ArrayList<>();
    for (String key : List.of(keys().growing(), keys().growth(mid), keys().growingText(mid))) {
      ttls.add((Long) redis.ask("PTTL", key));
    }
    return ttls;
  }

  private static void join(CompletionStage<?> stage) {
    stage.toCompletableFuture().join();
  }
}
