package io.tertulia.cluster.node.growing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.cluster.node.ClusterNode;
import io.tertulia.cluster.node.Nodes;
import io.tertulia.format.EntryEncoder;
import io.tertulia.heart.Quiet;
import io.tertulia.protocol.Body;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.Links;
import io.tertulia.redis.NodeRights;
import io.tertulia.redis.RedisBinary;
import io.tertulia.redis.RedisServer;
import io.tertulia.room.Entry;
import io.tertulia.room.Identity;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Needs;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.MessageLog.Stored;
import io.tertulia.room.MessageLog.View;
import io.tertulia.room.RoomId;
import io.tertulia.room.Tracing;
import io.tertulia.room.amendment.Amendment;
import io.tertulia.room.fanout.LocalRooms;
import io.tertulia.room.growing.Growing.Grown;
import io.tertulia.room.growing.Growing.Part;
import io.tertulia.room.growing.Growing.Taken;
import io.tertulia.room.growing.Growing.WrongOffset;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** One message that grows, on two nodes over a real Redis. */
@TestInstance(Lifecycle.PER_CLASS)
class SharedGrowingTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Identity ANA = new Identity("ana", "Ana", false);

  /** So many for the fast gate; the figures are of more. */
  private static final int CHUNKS = Integer.getInteger("growing.chunks", 1_000);

  private static final int READERS = Integer.getInteger("growing.readers", 20);
  private static final int SLOW = READERS / 10;
  private static final int MOST = 1 << 20;

  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private RedisServer redis;
  private Nodes nodes;
  private ClusterNode one;
  private ClusterNode two;
  private LocalRooms oneRooms;
  private LocalRooms twoRooms;
  private RoomId room;

  @BeforeAll
  void start() {
    redis = RedisServer.start(RedisBinary.EMBEDDED, NodeRights.options("test-"));
    nodes = new Nodes(NodeRights.url(redis));
    one = nodes.start();
    two = nodes.start();
    oneRooms = new LocalRooms(one.bus(), Quiet.METER, Tracing.OFF, 100);
    twoRooms = new LocalRooms(two.bus(), Quiet.METER, Tracing.OFF, 100);
    await().atMost(SOON).until(() -> one.isUp() && two.isUp());
  }

  @BeforeEach
  void enter() {
    room = new RoomId("r" + UUID.randomUUID());
  }

  @AfterAll
  void stop() {
    nodes.close();
    redis.close();
    loop.shutdownNow();
  }

  @Test
  void everybody_has_it_to_the_byte_slow_or_reloading_and_two_entries_are_kept() {
    List<Reader> readers = readers();
    String mid = begin("k");
    StringBuilder whole = new StringBuilder();
    int length = 0;
    for (int i = 0; i < CHUNKS; i++) {
      String chunk = " ¿" + i + "?\n";
      if (i == CHUNKS / 2) {
        // Its producer is killed; who goes on, by the other node, has to be told where it is.
        assertThat(append(two, mid, 0, chunk)).isEqualTo(new WrongOffset(length));
      }
      assertThat(append(i < CHUNKS / 2 ? one : two, mid, length, chunk)).isInstanceOf(Taken.class);
      whole.append(chunk);
      length += chunk.getBytes(StandardCharsets.UTF_8).length;
      if (i % (CHUNKS / 10) == 5) {
        Reader reloading = readers.get(SLOW + i / (CHUNKS / 10));
        boolean forgets = i % 2 == 0;
        if (forgets) {
          reloading.forget(position().substring(0, 9) + "0");
        }
        reloading.enter(i % 2 == 0 ? two : one, i % 2 == 0 ? twoRooms : oneRooms, "reloaded");
      }
    }
    String text = whole.toString();
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(readers).allMatch(one -> one.text().equals(text)));
    assertThat(readers.getFirst().parts()).isLessThan(CHUNKS / 2);
    assertThat(readers.getLast().parts()).isGreaterThanOrEqualTo(CHUNKS);
    assertThat(finish(two, mid)).isInstanceOf(Stored.class);
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(readers).allMatch(one -> one.status().equals("done")));
    assertThat(readers).allMatch(one -> one.text().equals(text));
    assertThat(readers).extracting(Reader::fault).containsOnlyNulls();
    List<Entry> kept = now(one.log().read(room, Query.newest(100).as(View.ENTRIES))).entries();
    assertThat(kept).hasSize(2);
    assertThat(json(kept.getFirst())).contains("\"status\":\"done\"").doesNotContain("\"grow\"");
  }

  /** Half of them at each node. */
  private List<Reader> readers() {
    List<Reader> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      Reader reader = new Reader(loop, room, i < SLOW ? 2_000 : Integer.MAX_VALUE);
      reader.enter(i % 2 == 0 ? one : two, i % 2 == 0 ? oneRooms : twoRooms, "r" + i);
      readers.add(reader);
    }
    return readers;
  }

  @Test
  void what_redis_lost_of_it_is_put_back_by_the_node_that_acknowledged_it() {
    String mid = begin("k");
    append(one, mid, 0, "one ");
    append(one, mid, 4, "two ");
    redis.ask("SET", key("t", mid), "on");
    assertThat(append(one, mid, 8, "three ")).isEqualTo(new Taken(14, false));
    assertThat(text(mid)).isEqualTo("one two three ");
    redis.ask("DEL", key("t", mid), key("g", mid));
    redis.ask("DEL", nodes.prefix() + ":{" + room + "}:g");
    assertThat(append(one, mid, 14, "four")).isEqualTo(new Taken(18, false));
    assertThat(text(mid)).isEqualTo("one two three four");
    redis.ask("SET", key("t", mid), "one ");
    await().atMost(SOON).until(() -> text(mid).equals("one two three four"));
    redis.ask("SET", key("t", mid), "one ");
    finish(one, mid);
    List<Entry> kept = now(two.log().read(room, Query.newest(100).as(View.MESSAGES))).entries();
    assertThat(json(kept.getFirst())).contains("\"text\":\"one two three four\"");
  }

  @Test
  void what_another_node_lost_of_it_than_the_one_that_has_it_its_author_is_asked_for() {
    String mid = begin("k");
    append(one, mid, 0, "one ");
    redis.ask("SET", key("t", mid), "on");
    assertThat(append(two, mid, 4, "two")).isEqualTo(new WrongOffset(2));
  }

  @Test
  void nothing_is_left_of_what_was_deleted_while_it_grew() {
    String mid = begin("k");
    append(one, mid, 0, "secret");
    Draft deletion =
        new Draft(
                "d" + mid.substring(1),
                EntryEncoder.head("delete", room.value()),
                EntryEncoder.deleteTail(
                    new Event.Deleted(
                        room.value(), "d" + mid.substring(1), null, mid, ANA.from(), null)),
                null)
            .needing(new Needs(null, new Amendment.Delete(mid), Role.NONE))
            .by(Authority.of("ana"));
    assertThat(now(two.log().append(room, deletion))).isInstanceOf(Stored.class);
    assertThat(redis.ask("EXISTS", key("t", mid))).isEqualTo(0L);
    assertThat(append(one, mid, 6, "s")).hasToString("Over[finish=]");
  }

  private String key(String kind, String mid) {
    return nodes.prefix() + ":{" + room + "}:" + kind + ":" + mid;
  }

  private String begin(String key) {
    String mid = ANA.mid(key + room);
    Event.Message message =
        new Event.Message(room.value(), mid, null, ANA.from(), new Body.Text(""), Links.NONE, true);
    Draft draft =
        new Draft(
                mid,
                EntryEncoder.messageHead(room.value()),
                EntryEncoder.messageTail(message),
                null)
            .by(Authority.of("ana"));
    assertThat(now(one.log().append(room, draft))).isInstanceOf(Stored.class);
    return mid;
  }

  private Grown append(ClusterNode by, String mid, long at, String text) {
    return now(by.growths().append(room, new Part(mid, Authority.of("ana"), at, text, MOST)));
  }

  private Object finish(ClusterNode by, String mid) {
    String own = ANA.mid("finish" + mid);
    Event.Finished event = new Event.Finished(room.value(), own, null, mid, ANA.from(), "done");
    Draft draft =
        new Draft(
                own,
                EntryEncoder.head("finish", room.value()),
                EntryEncoder.finishTail(event),
                null)
            .needing(new Needs(null, new Amendment.Finish(mid, "done"), Role.NONE))
            .by(Authority.of("ana"));
    return now(by.log().append(room, draft));
  }

  private String text(String mid) {
    return String.valueOf(now(two.growths().whole(room, mid)));
  }

  private String position() {
    return now(one.log().read(room, Query.newest(0))).head().cursor();
  }

  private static String json(Entry entry) {
    return new String(entry.json(), StandardCharsets.UTF_8);
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
