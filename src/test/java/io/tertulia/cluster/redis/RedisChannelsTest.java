package io.tertulia.cluster.redis;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.cluster.log.Channels;
import io.tertulia.cluster.redis.connection.OneMaster;
import io.tertulia.cluster.redis.connection.RedisLink;
import io.tertulia.node.NodeMessages;
import io.tertulia.node.Topic;
import io.tertulia.redis.RedisBinary;
import io.tertulia.redis.RedisServer;
import io.tertulia.room.RoomId;
import io.tertulia.tcp.TcpProxy;
import io.tertulia.tcp.Way;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisChannelsTest {
  private static final RoomId ROOM = new RoomId("room");

  private static final Key KEY =
      MessageSigner.key("a secret of this test".getBytes(StandardCharsets.UTF_8), "test");

  /** As it is in bytes. */
  private static final Topic<byte[]> BYTES =
      new Topic<>(
          "nodes",
          new Topic.Codec<>() {
            @Override
            public byte[] encode(byte[] message) {
              return message;
            }

            @Override
            public byte[] decode(byte[] bytes) {
              return bytes;
            }
          });

  private final AtomicInteger strays = new AtomicInteger();
  private final RedisServer redis = RedisServer.start(RedisBinary.EMBEDDED);
  private final Loops loops = new Loops();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final List<String> nodes = new CopyOnWriteArrayList<>();
  private RedisLink link;
  private TcpProxy proxy;
  private RedisChannels channels;

  @BeforeEach
  void begin() {
    link =
        new RedisLink(
            loops.loop,
            loops.clients(redis.url()),
            RedisLink.Settings.of(900),
            List.of(),
            new Ignoring());
    proxy = new TcpProxy(redis.port());
    channels =
        new RedisChannels(
            loops.loop,
            loops.clients("redis://127.0.0.1:" + proxy.port()),
            link,
            new OneMaster(),
            new RedisChannels.Settings("test", "one", KEY, strays::incrementAndGet));
    loops.run(
        () -> {
          channels.listen(new Telling());
          channels.nodeMessages().listen(BYTES, new TellingNodes());
        });
    link.start();
    channels.start();
  }

  @AfterEach
  void end() {
    loops.close();
    proxy.close();
    redis.close();
  }

  @Test
  void what_is_published_after_the_confirmation_is_heard_byte_for_byte() {
    subscribe(ROOM);
    awaitTold("confirmed room");
    loops.run(() -> channels.publish(ROOM, new byte[] {(byte) 0xff, 0, '\r', '\n'}));
    awaitTold("signal room ff000d0a");
    loops.run(() -> channels.publish(ROOM, new byte[0]));
    awaitTold("signal room ");
  }

  @Test
  void who_unsubscribed_hears_nothing_more_and_may_come_back() {
    subscribe(ROOM);
    awaitTold("confirmed room");
    loops.run(() -> channels.unsubscribe(List.of(ROOM)));
    await().until(() -> redis.ask("PUBLISH", "test:{room}:c", "lost").equals(0L));
    subscribe(ROOM);
    await().until(() -> told.stream().filter("confirmed room"::equals).count() == 2);
    redis.ask("PUBLISH", "test:{room}:c", "x");
    awaitTold("heard room 78");
    assertThat(told).containsExactly("confirmed room", "confirmed room", "heard room 78");
  }

  @Test
  void a_confirmation_counts_only_when_nothing_later_is_under_way() throws Exception {
    awaitUp();
    signal("-STOP");
    subscribe(ROOM);
    loops.run(() -> {});
    loops.run(() -> channels.unsubscribe(List.of(ROOM)));
    loops.run(() -> {});
    subscribe(ROOM);
    loops.run(() -> {});
    signal("-CONT");
    awaitTold("confirmed room");
    redis.ask("PUBLISH", "test:{room}:c", "x");
    awaitTold("heard room 78");
    assertThat(told).containsExactly("confirmed room", "heard room 78");
  }

  @Test
  void a_thousand_rooms_are_confirmed_and_again_after_a_restart() {
    List<RoomId> rooms = IntStream.range(0, 1_000).mapToObj(i -> new RoomId("room-" + i)).toList();
    loops.run(() -> channels.subscribe(rooms));
    loops.run(() -> channels.unsubscribe(rooms.subList(0, 10)));
    await().until(() -> told.stream().filter(word -> word.startsWith("confirmed")).count() >= 990);
    redis.kill();
    awaitTold("down");
    told.clear();
    redis.startAgain();
    await().atMost(5, SECONDS).until(() -> told.size() >= 990);
    assertThat(new HashSet<>(told)).hasSize(990);
    redis.ask("PUBLISH", "test:{room-5}:c", "x");
    redis.ask("PUBLISH", "test:{room-999}:c", "x");
    awaitTold("heard room-999 78");
    assertThat(told).doesNotContain("heard room-5 78");
  }

  @Test
  void a_subscription_that_is_killed_again_and_again_comes_back_each_time() {
    subscribe(ROOM);
    for (int i = 0; i < 6; i++) {
      awaitTold("confirmed room");
      told.clear();
      assertThat(redis.ask("CLIENT", "KILL", "TYPE", "pubsub")).isEqualTo(1L);
      awaitTold("down");
    }
    awaitTold("confirmed room");
    redis.ask("PUBLISH", "test:{room}:c", "x");
    awaitTold("heard room 78");
  }

  @Test
  void a_subscription_whose_buffer_overflowed_comes_back() throws Exception {
    subscribe(ROOM);
    awaitTold("confirmed room");
    redis.ask("CONFIG", "SET", "client-output-buffer-limit", "pubsub 100000 0 0");
    List<String> flood = new ArrayList<>(List.of("EVAL"));
    flood.add("for i = 1, 3000 do redis.call('PUBLISH', ARGV[1], string.rep('x', 10000)) end");
    flood.addAll(List.of("0", "test:{room}:c"));
    redis.ask(flood.toArray(String[]::new));
    awaitTold("down");
    told.removeIf(word -> word.startsWith("heard"));
    await().until(() -> told.getLast().equals("confirmed room"));
    redis.ask("PUBLISH", "test:{room}:c", "x");
    awaitTold("heard room 78");
  }

  @Test
  void a_connection_on_which_nothing_comes_any_more_is_made_anew() {
    subscribe(ROOM);
    awaitTold("confirmed room");
    awaitUp();
    proxy.swallow(Way.TO_CLIENT);
    awaitTold("down");
    proxy.heal();
    await().until(() -> told.getLast().equals("confirmed room"));
    await().until(() -> nodes.equals(List.of("up", "down", "up")));
  }

  @Test
  void a_connection_that_ended_for_redis_alone_is_made_anew() {
    subscribe(ROOM);
    awaitTold("confirmed room");
    awaitUp();
    proxy.lines().abandon();
    awaitTold("down");
    await().until(() -> told.getLast().equals("confirmed room"));
  }

  @Test
  void nodes_hear_each_other_and_know_when_they_do_not() {
    awaitUp();
    channels.nodeMessages().publish(BYTES, new byte[] {1, 2});
    await().until(() -> nodes.contains("heard 0102"));
    redis.kill();
    await().until(() -> nodes.getLast().equals("down"));
    redis.startAgain();
    await().atMost(5, SECONDS).until(() -> nodes.getLast().equals("up"));
  }

  @Test
  void a_redis_that_hangs_is_noticed_within_seconds() throws Exception {
    awaitUp();
    signal("-STOP");
    try {
      await().atMost(5, SECONDS).until(() -> nodes.getLast().equals("down"));
    } finally {
      signal("-CONT");
    }
    await().atMost(5, SECONDS).until(() -> nodes.getLast().equals("up"));
  }

  @Test
  void a_flood_of_signals_crowds_out_nothing_between_nodes() throws Exception {
    awaitUp();
    signal("-STOP");
    try {
      loops.run(
          () -> IntStream.range(0, 1_000).forEach(i -> channels.publish(ROOM, new byte[1_000])));
      channels.nodeMessages().publish(BYTES, new byte[] {1, 2});
      loops.run(() -> {});
    } finally {
      signal("-CONT");
    }
    await().until(() -> nodes.contains("heard 0102"));
  }

  @Test
  void what_nobody_signed_for_this_very_channel_is_left_out_and_counted() {
    MessageSigner seal = new MessageSigner(KEY);
    MessageSigner of =
        new MessageSigner(
            MessageSigner.key("another secret".getBytes(StandardCharsets.UTF_8), "test"));
    subscribe(ROOM);
    awaitTold("confirmed room");
    awaitUp();
    byte[] said = {'{', '}'};
    publish("test:{room}:c", of.close("test:{room}:c", said));
    publish("test:{room}:c", seal.close("test:{other}:c", said));
    publish("test:{room}:c", "~short".getBytes(StandardCharsets.UTF_8));
    publish("test:nodes", of.close("test:nodes", said));
    publish("test:nodes", said);
    await().until(() -> strays.get() == 5);
    publish("test:{room}:c", seal.close("test:{room}:c", said));
    publish("test:nodes", seal.close("test:nodes", said));
    awaitTold("signal room 7b7d");
    await().until(() -> nodes.contains("heard 7b7d"));
    assertThat(told).containsExactly("confirmed room", "signal room 7b7d");
  }

  private void publish(String channel, byte[] payload) {
    redis.ask("PUBLISH", channel, new String(payload, StandardCharsets.UTF_8));
  }

  private void subscribe(RoomId room) {
    loops.run(() -> channels.subscribe(List.of(room)));
  }

  private void awaitTold(String word) {
    await().atMost(5, SECONDS).until(() -> told.contains(word));
  }

  private void awaitUp() {
    await().atMost(5, SECONDS).until(() -> nodes.contains("up"));
  }

  private void signal(String name) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", name, "" + redis.pid()).start().waitFor()).isZero();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static final class Ignoring implements RedisLink.Listener {
    @Override
    public void up(long incarnation, String server) {}

    @Override
    public void down(String why) {}
  }

  private final class Telling implements Channels.Listener {
    @Override
    public void confirmed(RoomId room) {
      told.add("confirmed " + room);
    }

    @Override
    public void heard(RoomId room, byte[] payload) {
      told.add("heard " + room + " " + hex(payload));
    }

    @Override
    public void signal(RoomId room, byte[] json) {
      told.add("signal " + room + " " + hex(json));
    }

    @Override
    public void down() {
      told.add("down");
    }
  }

  private final class TellingNodes implements NodeMessages.Listener<byte[]> {
    @Override
    public void heard(byte[] message) {
      nodes.add("heard " + hex(message));
    }

    @Override
    public void up() {
      nodes.add("up");
    }

    @Override
    public void down() {
      nodes.add("down");
    }
  }
}
