package io.tertulia.cluster.node.mine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.cluster.node.ClusterNode;
import io.tertulia.cluster.node.Nodes;
import io.tertulia.format.EntryEncoder;
import io.tertulia.redis.NodeRights;
import io.tertulia.redis.RedisBinary;
import io.tertulia.redis.RedisServer;
import io.tertulia.room.MessageLog;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import io.tertulia.room.members.Authority;
import io.tertulia.room.mine.Change;
import io.tertulia.room.mine.Mark;
import io.tertulia.room.mine.MyRooms;
import io.tertulia.room.mine.MyRoomsContract;
import io.tertulia.room.mine.Summaries;
import io.tertulia.room.mine.Summaries.Question;
import io.tertulia.room.mine.Summaries.Summary;
import io.tertulia.room.mine.SummariesContract;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What people have, of two nodes over a real Redis and with the rights that a node has there. */
@TestInstance(Lifecycle.PER_CLASS)
class SharedListsTest implements MyRoomsContract, SummariesContract {
  private static final Duration SOON = Duration.ofSeconds(10);

  private RedisServer redis;
  private Nodes nodes;
  private ClusterNode one;
  private ClusterNode two;

  @BeforeAll
  void start() {
    redis = RedisServer.start(RedisBinary.EMBEDDED, NodeRights.options("test-"));
    nodes = new Nodes(NodeRights.url(redis));
    one = nodes.start();
    two = nodes.start();
    await().atMost(SOON).until(() -> one.isUp() && two.isUp());
  }

  @AfterAll
  void stop() {
    nodes.close();
    redis.close();
  }

  @Override
  public MyRooms mine() {
    return one.myRooms();
  }

  @Override
  public MessageLog log() {
    return one.log();
  }

  @Override
  public Summaries summaries() {
    return two.summaries();
  }

  @Test
  void what_was_read_last_before_redis_lost_it_counts_up_to_where_it_is_the_same() {
    RoomId room = SummariesContract.room();
    for (int i = 1; i <= 3; i++) {
      say(room, "m" + i, "bo");
    }
    Mark mark = ask(room, null, 2).at();
    String start = nodes.prefix() + ":{" + room + "}:";
    String forks = String.valueOf(redis.ask("HGET", start + "m", "forks"));
    redis.ask("HSET", start + "m", "epoch", "eeeeeeee", "forks", forks + ",eeeeeeee@2@0");
    Summary after = ask(room, mark, 0);
    assertThat(after.since().seq()).isEqualTo(1);
    assertThat(after.since().unread()).isEqualTo(2);
  }

  private void say(RoomId room, String mid, String author) {
    one.log()
        .append(
            room,
            new Draft(
                    mid,
                    EntryEncoder.messageHead(room.value()),
                    ",\"mid\":\"" + mid + "\",\"from\":{\"id\":\"" + author + "\"},\"text\":\"x\"}",
                    null)
                .by(Authority.of(author)))
        .toCompletableFuture()
        .join();
  }

  private Summary ask(RoomId room, @Nullable Mark since, long at) {
    return (Summary)
        summaries()
            .of(room, Question.since(since).at(at).withAuthors(), Authority.of("ana"))
            .toCompletableFuture()
            .join();
  }

  @Test
  void of_marks_that_come_by_two_nodes_the_furthest_stays() {
    String ana = MyRoomsContract.somebody();
    List<CompletableFuture<?>> all =
        IntStream.rangeClosed(1, 400)
            .<CompletableFuture<?>>mapToObj(i -> read(i % 2 == 0 ? one : two, ana, i * 37 % 401))
            .toList();
    all.forEach(CompletableFuture::join);
    assertThat(two.myRooms().find(ana, PLAZA).toCompletableFuture().join().read())
        .isEqualTo(mark(400));
  }

  @Test
  void they_lie_under_a_tag_of_their_own_and_end_when_nobody_comes() {
    String id = "ana";
    read(one, id, 1).join();
    one.myRooms().block(id, "bo", true).toCompletableFuture().join();
    String start = nodes.prefix() + ":{u:24d4b96f58da6d4a8512313bbd02a28e}:";
    for (String key : List.of(start + "r", start + "b")) {
      assertThat(Long.parseLong(String.valueOf(redis.ask("PTTL", key))))
          .as(key)
          .isBetween(Duration.ofDays(364).toMillis(), Duration.ofDays(365).toMillis());
    }
    redis.ask("PEXPIRE", start + "r", "100000");
    two.myRooms().all(id).toCompletableFuture().join();
    assertThat(Long.parseLong(String.valueOf(redis.ask("PTTL", start + "r"))))
        .as("who looks at its list comes back")
        .isGreaterThan(Duration.ofDays(364).toMillis());
  }

  @Test
  void while_redis_is_away_it_is_not_known_and_the_answer_is_not_long_in_coming() {
    redis.kill();
    CompletableFuture<?> answer = read(one, "ana", 5);
    await().atMost(Duration.ofSeconds(3)).until(answer::isDone);
    assertThat(answer).isCompletedExceptionally();
    redis.startAgain();
    await().atMost(SOON).until(() -> one.isUp() && two.isUp());
  }

  private static CompletableFuture<?> read(ClusterNode node, String who, long seq) {
    return node.myRooms()
        .change(who, PLAZA, new Change.Read(mark(seq), null))
        .toCompletableFuture();
  }

  private static Mark mark(long seq) {
    return new Mark(new Position("aaaaaaaa", seq), seq);
  }
}
