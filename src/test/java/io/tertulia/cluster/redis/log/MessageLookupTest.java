package io.tertulia.cluster.redis.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.cluster.log.Lineage;
import io.tertulia.cluster.log.LogServer;
import io.tertulia.cluster.log.Loop;
import io.tertulia.cluster.log.OpenRooms;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who replies to messages that never were makes a node read whole rooms. */
class MessageLookupTest {
  private static final int ENTRIES = 10_000;
  private static final Lineage LINEAGE = Lineage.parse(ENTRIES, "aaaaaaaa@1@0");

  private final Pages pages = new Pages();
  private final MessageLookup replies = new MessageLookup(pages, pages);

  @Test
  void made_up_replies_have_one_page_under_way_between_them_however_many_there_are() {
    List<CompletableFuture<LogServer.AppendReply>> answers =
        IntStream.range(0, 100).mapToObj(i -> find("room-" + i % 7, "none-" + i)).toList();
    pages.run();
    assertThat(pages.mostOpen).isOne();
    assertThat(answers).allMatch(CompletableFuture::isDone);
    assertThat(answers.stream().map(CompletableFuture::join))
        .filteredOn(LogServer.Busy.class::isInstance)
        .hasSize(96);
    assertThat(answers.subList(0, 4))
        .allSatisfy(
            answer -> assertThat(answer).isCompletedWithValue(new LogServer.NoSuchMessage()));
  }

  @Test
  void who_looks_for_what_is_near_does_not_wait_for_those_who_look_for_nothing() {
    for (int i = 0; i < 3; i++) {
      var _ = find("room-" + i, "none");
    }
    CompletableFuture<LogServer.AppendReply> near = find("plaza", "m" + (ENTRIES - 10));
    pages.run(8);
    assertThat(near).isCompletedWithValue(new LogServer.Late());
  }

  @Test
  void what_is_not_found_in_time_is_given_up_and_blames_nobody() {
    CompletableFuture<LogServer.AppendReply> answer = find("plaza", "none");
    pages.run(3);
    pages.now = 100_000;
    pages.run();
    assertThat(answer.join()).isInstanceOf(LogServer.Busy.class);
    pages.now = 1;
    assertThat(find("plaza", "m9999")).isNotDone();
  }

  private CompletableFuture<LogServer.AppendReply> find(String room, String mid) {
    Draft draft = new Draft("new", "{", "}", mid);
    LogServer.Append append =
        new LogServer.Append(new RoomId(room), LINEAGE.head(), "bbbbbbbb", 50_000, draft, true);
    // Late stands for what the append itself would answer.
    return replies
        .find(append, mid, seq -> CompletableFuture.completedStage(new LogServer.Late()))
        .toCompletableFuture();
  }

  /** Rooms of which only pages are read, each answered in its turn. */
  private static final class Pages implements OpenRooms, Loop {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Map<Long, Entry> entries = new HashMap<>();
    private int open;
    private int mostOpen;
    private long now = 1;

    void run() {
      run(Integer.MAX_VALUE);
    }

    void run(int most) {
      for (int i = 0; i < most && !tasks.isEmpty(); i++) {
        tasks.remove().run();
      }
    }

    @Override
    public CompletionStage<Span> read(RoomId room, Query query) {
      CompletableFuture<Span> answer = new CompletableFuture<>();
      mostOpen = Math.max(mostOpen, ++open);
      Position cursor = query.cursor();
      long to = cursor == null ? ENTRIES : cursor.seq() - 1;
      long from = Math.max(0, to - query.limit());
      List<Entry> page = new ArrayList<>();
      LongStream.rangeClosed(from + 1, to).forEach(seq -> page.add(entry(seq)));
      tasks.add(
          () -> {
            open--;
            answer.complete(new Span(LINEAGE, 1, from, page));
          });
      return answer;
    }

    private Entry entry(long seq) {
      return entries.computeIfAbsent(
          seq, s -> new Entry(new Position("aaaaaaaa", s), "m" + s, 1, new byte[0]));
    }

    @Override
    public long time() {
      return now;
    }

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    @Override
    public void after(long millis, Runnable task) {
      tasks.add(task);
    }

    @Override
    public long now() {
      return now;
    }

    @Override
    public CompletionStage<AppendReply> append(Append append) {
      throw new AssertionError(append);
    }

    @Override
    public CompletionStage<Repaired> repair(Repair repair) {
      throw new AssertionError(repair);
    }

    @Override
    public CompletionStage<List<@Nullable Lineage>> check(List<RoomId> rooms) {
      throw new AssertionError(rooms);
    }
  }
}
