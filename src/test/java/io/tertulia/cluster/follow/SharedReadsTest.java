package io.tertulia.cluster.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.cluster.log.Channels;
import io.tertulia.cluster.log.Lineage;
import io.tertulia.cluster.log.Loop;
import io.tertulia.cluster.log.OpenRooms;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.room.MessageLog.Appended;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Page;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.MessageLog.Refused;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Members that resume at the same time share reads, and never one that is older than they are. */
class SharedReadsTest {
  private static final RoomId ROOM = new RoomId("plaza");
  private static final Query QUERY = Query.after(new Position("aaaaaaaa", 5), 100);
  private static final Query OTHER = Query.after(new Position("aaaaaaaa", 6), 100);

  private final Held held = new Held();
  private final RoomFollowers followers = new RoomFollowers(held.node());
  private final ShardLog log = new ShardLog(followers);

  @Test
  void who_asks_the_same_in_one_tick_shares_a_read() {
    List<CompletableFuture<Page>> pages = ask(QUERY, 3);
    ask(OTHER, 1);
    held.ticks();
    assertThat(held.asked).containsExactlyInAnyOrder(QUERY, OTHER);
    held.answers(9);
    assertThat(pages).allSatisfy(page -> assertThat(headOf(page)).isEqualTo(9));
  }

  @Test
  void who_asks_while_it_is_read_shares_the_next_one() {
    CompletableFuture<Page> first = ask(QUERY, 1).getFirst();
    held.ticks();
    List<CompletableFuture<Page>> later = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      later.addAll(ask(QUERY, 1));
      held.ticks();
    }
    assertThat(held.asked).hasSize(1);
    held.answers(9);
    assertThat(headOf(first)).isEqualTo(9);
    assertThat(later).noneMatch(CompletableFuture::isDone);
    held.ticks();
    assertThat(held.asked).hasSize(2);
    held.answers(10);
    assertThat(later).allSatisfy(page -> assertThat(headOf(page)).isEqualTo(10));
  }

  @Test
  void of_a_swarm_that_comes_back_only_so_many_bytes_are_asked_for_at_once() {
    followers.up();
    List<CompletableFuture<Page>> pages = new ArrayList<>();
    for (int seq = 0; seq < 1_000; seq++) {
      pages.addAll(ask(Query.after(new Position("aaaaaaaa", seq), 100), 1));
    }
    while (!held.open.isEmpty() || !held.tasks.isEmpty()) {
      held.ticks();
      long bytes = held.open.size() * Query.BYTES; // As long as each of the answers may be.
      assertThat(bytes).isLessThanOrEqualTo(8 << 20);
      held.answers(1_000);
    }
    assertThat(held.asked).hasSize(1_000);
    assertThat(pages).allMatch(page -> page.isDone() && !page.isCompletedExceptionally());
  }

  @Test
  void nobody_waits_for_a_turn_while_redis_is_away() {
    followers.away();
    List<CompletableFuture<Page>> pages = new ArrayList<>();
    for (int seq = 0; seq < 100; seq++) {
      pages.addAll(ask(Query.after(new Position("aaaaaaaa", seq), 100), 1));
    }
    held.ticks();
    held.fails();
    assertThat(pages).allMatch(CompletableFuture::isCompletedExceptionally);
  }

  @Test
  void a_read_that_failed_holds_nobody_up() {
    CompletableFuture<Page> first = ask(QUERY, 1).getFirst();
    held.ticks();
    CompletableFuture<Page> second = ask(QUERY, 1).getFirst();
    held.ticks();
    held.fails();
    held.ticks();
    held.answers(9);
    assertThat(first).isCompletedExceptionally();
    assertThat(headOf(second)).isEqualTo(9);
  }

  @Test
  void a_fault_on_the_way_to_an_answer_is_the_answer() {
    CompletableFuture<Page> page = ask(QUERY, 1).getFirst();
    held.ticks();
    held.answersNonsense();
    assertThat(page).isCompletedExceptionally();
  }

  @Test
  void a_say_on_whose_way_a_fault_lies_may_have_been_stored() {
    held.time = 1;
    followers.start();
    CompletableFuture<Appended> said =
        log.append(ROOM, new Draft("m", "{", "}", null)).toCompletableFuture();
    held.ticks();
    held.timers();
    assertThat(said.join())
        .isInstanceOfSatisfying(
            Refused.class, no -> assertThat(no.code()).isEqualTo(ErrorCode.UNKNOWN_OUTCOME));
  }

  private List<CompletableFuture<Page>> ask(Query query, int times) {
    return Stream.generate(() -> log.read(ROOM, query).toCompletableFuture()).limit(times).toList();
  }

  private static long headOf(CompletableFuture<Page> page) {
    return page.join().head().seq();
  }

  /** A log that answers when it is told to, on a loop that runs when it is told to. */
  private static final class Held implements OpenRooms, Loop, Channels {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<CompletableFuture<Span>> open = new ArrayList<>();
    private final List<Runnable> later = new ArrayList<>();
    private long time = UNKNOWN_TIME;
    private final List<Query> asked = new ArrayList<>();

    FollowerContext node() {
      FollowerContext.Rules rules =
          new FollowerContext.Rules(
              Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ZERO, 9, Duration.ZERO, 9);
      return new FollowerContext(
          this,
          this,
          this,
          new ShardBus.EventSink(),
          new Random(1),
          rules,
          FollowerContext.Meter.NONE);
    }

    void ticks() {
      while (!tasks.isEmpty()) {
        tasks.remove().run();
      }
    }

    void answers(long top) {
      Span span = new Span(Lineage.parse(top, "aaaaaaaa@1@0"), top + 1, top, List.of());
      List.copyOf(open).forEach(answer -> answer.complete(span));
      open.removeIf(CompletableFuture::isDone);
    }

    /** What no log can answer: a page without its entries. */
    @SuppressWarnings("NullAway")
    void answersNonsense() {
      Span span = new Span(Lineage.parse(9, "aaaaaaaa@1@0"), 10, 9, null, null, null);
      List.copyOf(open).forEach(answer -> answer.complete(span));
      open.removeIf(CompletableFuture::isDone);
    }

    void fails() {
      List.copyOf(open).forEach(answer -> answer.completeExceptionally(new Unanswered(true, "!")));
      open.removeIf(CompletableFuture::isDone);
    }

    @Override
    public CompletionStage<Span> read(RoomId room, Query query) {
      CompletableFuture<Span> answer = new CompletableFuture<>();
      asked.add(query);
      open.add(answer);
      return answer;
    }

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    @Override
    public void after(long millis, Runnable task) {
      later.add(task);
    }

    /** Those that wait now. */
    void timers() {
      List<Runnable> due = List.copyOf(later);
      later.clear();
      due.forEach(Runnable::run);
    }

    @Override
    public long now() {
      return 0;
    }

    @Override
    public void listen(Listener listener) {}

    @Override
    public void subscribe(Collection<RoomId> rooms) {}

    @Override
    public void unsubscribe(Collection<RoomId> rooms) {}

    @Override
    public void publish(RoomId room, byte[] payload) {}

    @Override
    public long time() {
      return time;
    }

    @Override
    public CompletionStage<AppendReply> append(Append append) {
      throw new IllegalStateException("a fault of ours");
    }

    @Override
    public CompletionStage<Repaired> repair(Repair repair) {
      throw new AssertionError(repair);
    }

    @Override
    public CompletionStage<List<@Nullable Lineage>> check(List<RoomId> rooms) {
      return CompletableFuture.completedStage(List.of());
    }
  }
}
