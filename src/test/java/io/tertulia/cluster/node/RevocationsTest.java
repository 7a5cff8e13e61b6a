package io.tertulia.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.cluster.house.ClusterRevocations;
import io.tertulia.cluster.redis.house.RedisHouseStore;
import io.tertulia.redis.NodeRights;
import io.tertulia.redis.RedisServer;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Audit;
import io.tertulia.room.access.Revocation;
import io.tertulia.room.access.Revocation.Kind;
import io.tertulia.room.access.Revocations;
import io.tertulia.room.access.Revocations.Outcome;
import io.tertulia.room.access.RevocationsContract;
import io.tertulia.tcp.TcpProxy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What one node revokes over a real Redis, and another is asked. */
@TestInstance(Lifecycle.PER_CLASS)
class RevocationsTest implements RevocationsContract {
  /** Of a node that is not told and finds out. */
  private static final Duration DEAF = Duration.ofSeconds(3);

  private static final Duration LONG = Duration.ofSeconds(20);

  private static final int MANY = 20_000;
  private static final int WAVE = 1_000;

  private final RedisServer redis = RedisServer.start(NodeRights.options("test-"));
  private final TcpProxy way = new TcpProxy(redis.port(), RedisServer.SUBSCRIBING);
  private final Nodes near = new Nodes(NodeRights.url(redis));
  private final Nodes far =
      new Nodes("redis://node:secret@127.0.0.1:" + way.port(), near.prefix(), 0);
  private final ClusterRevocations here = near.start().revocations();
  private final ClusterRevocations there = far.start().revocations();

  RevocationsTest() {
    await().atMost(LONG).until(() -> here.isCurrent() && there.isCurrent());
  }

  @AfterAll
  void end() {
    far.close();
    near.close();
    way.close();
    redis.close();
  }

  @Override
  public Revocations here() {
    return here;
  }

  @Override
  public Revocations there() {
    return there;
  }

  @Override
  public long now() {
    return System.currentTimeMillis();
  }

  @Test
  void a_node_that_does_not_hear_finds_out() {
    assertThat(way.marked().hold()).isPositive();
    String address = name();
    ban(address);
    await().atMost(DEAF).until(() -> there.against(address) != null);
    way.heal();
  }

  @Test
  void a_node_that_reaches_nobody_says_so_after_five_seconds_and_holds_what_it_knew() {
    String address = name();
    ban(address);
    await().atMost(SOON).until(() -> there.against(address) != null);
    way.refuseNew();
    way.lines().cut();
    await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(4)).until(there::isCurrent);
    await().atMost(Duration.ofSeconds(4)).until(() -> !there.isCurrent());
    assertThat(there.against(address)).isNotNull();
    assertThat(there.add(revocation(name())).toCompletableFuture().join())
        .isEqualTo(Outcome.UNAVAILABLE);
    String missed = name();
    ban(missed);
    way.heal();
    await().atMost(LONG).until(there::isCurrent);
    assertThat(there.against(missed)).as("before anybody is taken").isNotNull();
  }

  @Test
  void what_redis_loses_is_put_back_by_who_holds_it() {
    String address = name();
    String lifted = name();
    ban(address);
    ban(lifted);
    ban(lifted, 0);
    redis.ask("FLUSHALL");
    String later = name();
    ban(later);
    try (Nodes fresh = new Nodes(NodeRights.url(redis), near.prefix(), 0)) {
      ClusterRevocations third = fresh.start().revocations();
      await().atMost(LONG).until(() -> third.against(address) != null);
      await().atMost(LONG).until(() -> third.size() == here.size());
      assertThat(third.against(later)).isNotNull();
      assertThat(third.against(lifted)).isNull();
    }
  }

  @Test
  void only_versions_of_its_own_epoch_are_dropped() throws IOException {
    String script = script();
    assertThat(changed(script, "one", "", "0", "first"))
        .isEqualTo(changed(script, "two", "", "0"))
        .isEqualTo(List.of("OK", "one", 1L));
    changed(script, "two", "none", "1", "1");
    assertThat(redis.ask("XLEN", "{script}:l")).isEqualTo(1L);
    redis.ask("HSET", "{script}:h", "replid", "of a master that is gone");
    changed(script, "two", "one", "1", "1");
    assertThat(redis.ask("XLEN", "{script}:l")).isEqualTo(1L);
    changed(script, "three", "two", "1", "1");
    assertThat(redis.ask("XLEN", "{script}:l")).isEqualTo(0L);
  }

  private Object changed(String script, String... arguments) {
    List<String> words = new ArrayList<>(List.of("EVAL", script, "2", "{script}:h", "{script}:l"));
    words.addAll(List.of(arguments));
    return redis.ask(words.toArray(String[]::new));
  }

  private static String script() throws IOException {
    try (InputStream in = RedisHouseStore.class.getResourceAsStream("revocations.lua")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void many_are_read_by_a_node_that_starts_within_a_moment() {
    String name = name();
    for (int wave = 0; wave < MANY / WAVE; wave++) {
      String start = name + "-" + wave + "-";
      CompletableFuture.allOf(
              IntStream.range(0, WAVE)
                  .mapToObj(i -> here.add(revocation(start + i)).toCompletableFuture())
                  .toArray(CompletableFuture[]::new))
          .join();
    }
    String last = name + "-" + (MANY / WAVE - 1) + "-" + (WAVE - 1);
    await().atMost(SOON).until(() -> there.against(last) != null);
    try (Nodes fresh = new Nodes(NodeRights.url(redis), near.prefix(), 0)) {
      ClusterRevocations third = fresh.start().revocations();
      await().atMost(LONG).until(third::isCurrent);
      assertThat(third.against(last)).isNotNull();
      assertThat(third.size()).isGreaterThanOrEqualTo(MANY);
    }
  }

  @Test
  void acts_of_all_nodes_stand_in_one_list() {
    ClusterNode node = near.start();
    node.audit()
        .record(
            new Audit.Act(
                "ana", "mute", "user:bo", new RoomId("plaza"), "::1", Audit.DONE, "loud", 1));
    String key = near.prefix() + ":{house}:audit";
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(String.valueOf(redis.ask("XRANGE", key, "-", "+")))
                    .contains("action, mute, outcome, done, by, ana, on, user:bo, room, plaza")
                    .contains("address, ::1, reason, loud"));
  }

  private void ban(String address) {
    ban(address, Revocation.FOR_GOOD);
  }

  private void ban(String address, long until) {
    Revocation ban = new Revocation(Kind.ADDRESS, address, 0, until, 0);
    assertThat(here.add(ban).toCompletableFuture().join()).isEqualTo(Outcome.DONE);
  }

  private static Revocation revocation(String address) {
    return new Revocation(Kind.ADDRESS, address, 0, Revocation.FOR_GOOD, 0);
  }
}
