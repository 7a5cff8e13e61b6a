package io.tertulia.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event.Reason;
import io.tertulia.room.MessageLog.Appended;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Page;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.MessageLog.Refused;
import io.tertulia.room.MessageLog.Reset;
import io.tertulia.room.MessageLog.Stored;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What every log of messages does, wherever it keeps them. The log must keep at least 1,000 entries
 * of a room for as long as a test runs, and be used by nobody else.
 */
public interface MessageLogContract {
  MessageLog log();

  /** The bus through which this log announces. */
  Bus bus();

  @Test
  default void entries_are_numbered_from_one_without_holes() {
    RoomId room = room();
    List<Long> seqs = IntStream.range(0, 20).mapToObj(i -> append(room, "m" + i).seq()).toList();
    assertThat(seqs).isEqualTo(LongStream.rangeClosed(1, 20).boxed().toList());
  }

  @Test
  default void an_empty_room_has_a_head_to_start_from() {
    Page page = read(room(), Query.newest(0));
    assertThat(page.head().seq()).isZero();
    assertThat(page.from()).isEqualTo(page.head());
    assertThat(page.entries()).isEmpty();
    assertThat(page.more()).isFalse();
    assertThat(page.resets()).isEmpty();
  }

  @Test
  default void rooms_do_not_mix() {
    RoomId one = room();
    RoomId other = room();
    append(one, "a");
    assertThat(append(other, "a").seq()).isEqualTo(1);
    append(other, "b");
    assertThat(mids(read(one, Query.newest(10)))).containsExactly("a");
    assertThat(mids(read(other, Query.newest(10)))).containsExactly("a", "b");
  }

  @Test
  default void what_is_stored_is_the_draft_around_its_numbers() {
    RoomId room = room();
    Position position = append(room, "m");
    Entry entry = read(room, Query.newest(1)).entries().getFirst();
    assertThat(entry.position()).isEqualTo(position);
    assertThat(new String(entry.json(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"type\":\"message\",\"seq\":1,\"at\":"
                + entry.at()
                + ",\"n\":1,\"mid\":\"m\",\"text\":\"ñ\"}");
  }

  @Test
  default void time_never_goes_back_within_a_room() {
    RoomId room = room();
    IntStream.range(0, 50).forEach(i -> append(room, "m" + i));
    assertThat(read(room, Query.newest(50)).entries()).extracting(Entry::at).isSorted();
  }

  @Test
  default void a_mid_is_stored_once_and_the_first_one_stands() {
    RoomId room = room();
    Position first = append(room, "m");
    append(room, "n");
    Draft again = new Draft("m", "{", ",\"other\":1}", null);
    assertThat(Waiting.get(log().append(room, again))).isEqualTo(new Stored(first, true));
    assertThat(mids(read(room, Query.newest(10)))).containsExactly("m", "n");
  }

  @Test
  default void a_mid_said_again_and_again_at_once_is_stored_once() {
    RoomId room = room();
    List<CompletionStage<Appended>> all =
        IntStream.range(0, 20).parallel().mapToObj(i -> log().append(room, draft("m"))).toList();
    List<Appended> answers = all.stream().map(Waiting::get).toList();
    assertThat(answers).filteredOn(a -> a instanceof Stored s && !s.dup()).hasSize(1);
    assertThat(answers).allMatch(a -> a instanceof Stored s && s.position().seq() == 1);
  }

  @Test
  default void appends_of_one_thread_keep_their_order_though_nobody_waits() {
    RoomId room = room();
    List<CompletionStage<Appended>> all =
        IntStream.range(0, 200).mapToObj(i -> log().append(room, draft("m" + i))).toList();
    all.forEach(Waiting::get);
    assertThat(mids(read(room, Query.newest(200))))
        .isEqualTo(IntStream.range(0, 200).mapToObj(i -> "m" + i).toList());
  }

  @Test
  default void appends_of_many_threads_get_one_order() {
    RoomId room = room();
    Listening heard = listen(room);
    Set<Long> seqs = ConcurrentHashMap.newKeySet();
    IntStream.range(0, 400).parallel().forEach(i -> seqs.add(append(room, "m" + i).seq()));
    assertThat(seqs).hasSize(400).contains(1L, 400L);
    List<String> read =
        read(room, Query.newest(400)).entries().stream()
            .map(entry -> room + " " + entry.position().seq() + " " + entry.mid())
            .toList();
    assertThat(heard.entries(400)).isEqualTo(read);
  }

  @Test
  default void what_was_confirmed_as_subscribed_is_heard_once_and_in_order() {
    RoomId room = room();
    append(room, "before");
    Listening heard = listen(room);
    append(room, "a");
    append(room, "a");
    append(room(), "elsewhere");
    append(room, "b");
    assertThat(heard.entries(2)).containsExactly(room + " 2 a", room + " 3 b");
  }

  @Test
  default void a_reply_must_name_what_the_room_has() {
    RoomId room = room();
    append(room, "m");
    Draft reply = new Draft("r", "{", "}", "m");
    assertThat(Waiting.get(log().append(room, reply))).isInstanceOf(Stored.class);
    Draft lost = new Draft("s", "{", "}", "nowhere");
    assertThat(Waiting.get(log().append(room, lost)))
        .isInstanceOfSatisfying(
            Refused.class, no -> assertThat(no.code()).isEqualTo(ErrorCode.NO_SUCH_MESSAGE));
    assertThat(read(room, Query.newest(0)).head().seq()).isEqualTo(2);
    Draft elsewhere = new Draft("r", "{", "}", "m");
    assertThat(Waiting.get(log().append(room(), elsewhere))).isInstanceOf(Refused.class);
  }

  @Test
  default void pages_after_a_cursor_meet_without_hole_or_repeat() {
    RoomId room = room();
    Position start = read(room, Query.newest(0)).head();
    IntStream.range(0, 25).forEach(i -> append(room, "m" + i));
    List<String> all = new ArrayList<>();
    Page page = read(room, Query.after(start, 10));
    all.addAll(mids(page));
    while (page.more()) {
      assertThat(page.head().seq()).isEqualTo(25);
      page = read(room, Query.after(page.to(), 10));
      all.addAll(mids(page));
    }
    assertThat(all).isEqualTo(IntStream.range(0, 25).mapToObj(i -> "m" + i).toList());
    assertThat(page.to()).isEqualTo(page.head());
    assertThat(read(room, Query.after(page.to(), 10)).entries()).isEmpty();
  }

  @Test
  default void pages_before_a_cursor_meet_without_hole_or_repeat() {
    RoomId room = room();
    IntStream.range(0, 25).forEach(i -> append(room, "m" + i));
    Page page = read(room, Query.newest(10));
    List<String> all = new ArrayList<>(mids(page));
    while (page.more()) {
      page = read(room, Query.before(page.entries().getFirst().position(), 10));
      all.addAll(0, mids(page));
    }
    assertThat(all).isEqualTo(IntStream.range(0, 25).mapToObj(i -> "m" + i).toList());
    assertThat(page.from().seq()).isZero();
  }

  @Test
  default void a_page_is_no_longer_than_was_asked_for_and_one_entry_comes_in_any_case() {
    RoomId room = room();
    Position start = read(room, Query.newest(0)).head();
    IntStream.range(0, 25).forEach(i -> append(room, "m" + i));
    List<String> all = IntStream.range(0, 25).mapToObj(i -> "m" + i).toList();
    for (long bytes : new long[] {1, 500, 1_000}) {
      List<String> after = new ArrayList<>();
      Page page = read(room, Query.after(start, 100).within(bytes));
      after.addAll(mids(page));
      while (page.more()) {
        assertThat(page.entries().size() == 1 || bytesOf(page) <= bytes).isTrue();
        page = read(room, Query.after(page.to(), 100).within(bytes));
        after.addAll(mids(page));
      }
      assertThat(after).as("after, %d bytes", bytes).isEqualTo(all);

      page = read(room, Query.newest(100).within(bytes));
      List<String> before = new ArrayList<>(mids(page));
      while (page.more()) {
        assertThat(page.entries().size() == 1 || bytesOf(page) <= bytes).isTrue();
        assertThat(page.from().seq()).isEqualTo(page.entries().getFirst().position().seq() - 1);
        page = read(room, Query.before(page.entries().getFirst().position(), 100).within(bytes));
        before.addAll(0, mids(page));
      }
      assertThat(before).as("before, %d bytes", bytes).isEqualTo(all);
    }
    assertThat(read(room, Query.after(start, 100).within(1)).entries()).hasSize(1);
    assertThat(read(room, Query.after(start, 100).within(1_000)).entries()).hasSizeBetween(3, 24);
  }

  private static long bytesOf(Page page) {
    return page.entries().stream().mapToLong(entry -> entry.json().length).sum();
  }

  @Test
  default void a_page_says_where_it_begins_and_ends() {
    RoomId room = room();
    Position start = read(room, Query.newest(0)).head();
    IntStream.range(0, 9).forEach(i -> append(room, "m" + i));
    Page middle = read(room, Query.after(start.at(3), 2));
    assertThat(middle.from()).isEqualTo(start.at(3));
    assertThat(middle.to()).isEqualTo(start.at(5));
    Page before = read(room, Query.before(start.at(3), 10));
    assertThat(mids(before)).containsExactly("m0", "m1");
    assertThat(before.more()).isFalse();
    assertThat(read(room, Query.after(start.at(2), 0)).entries()).isEmpty();
  }

  @Test
  default void a_cursor_above_the_head_is_unknown() {
    RoomId room = room();
    Position head = append(room, "m");
    Page page = read(room, Query.after(head.at(7), 10));
    assertThat(page.resets()).containsExactly(new Reset(Reason.UNKNOWN, head));
    assertThat(page.from()).isEqualTo(head);
    assertThat(page.entries()).isEmpty();
    assertThat(read(room, Query.before(head.at(9), 10)).resets())
        .extracting(Reset::reason)
        .containsExactly(Reason.UNKNOWN);
  }

  @Test
  default void a_cursor_of_an_epoch_that_never_was_starts_anew() {
    RoomId room = room();
    append(room, "m");
    Page page = read(room, Query.after(new Position("zzzzzzzz", 1), 10));
    assertThat(page.resets()).extracting(Reset::reason).containsExactly(Reason.EPOCH);
    assertThat(page.from().seq()).isZero();
    assertThat(mids(page)).containsExactly("m");
    assertThat(read(room, Query.before(new Position("zzzzzzzz", 1), 10)).resets())
        .extracting(Reset::reason)
        .containsExactly(Reason.EPOCH);
  }

  @Test
  default void two_rooms_have_different_epochs() {
    assertThat(read(room(), Query.newest(0)).head().epoch())
        .isNotEqualTo(read(room(), Query.newest(0)).head().epoch());
  }

  private Listening listen(RoomId room) {
    Listening heard = new Listening();
    bus().listen(heard);
    Waiting.get(bus().subscribe(room));
    return heard;
  }

  private Position append(RoomId room, String mid) {
    Appended appended = Waiting.get(log().append(room, draft(mid)));
    assertThat(appended).as(mid).isInstanceOf(Stored.class);
    return ((Stored) appended).position();
  }

  private Page read(RoomId room, Query query) {
    return Waiting.get(log().read(room, query));
  }

  private static Draft draft(String mid) {
    return new Draft(
        mid, "{\"type\":\"message\",", ",\"mid\":\"" + mid + "\",\"text\":\"ñ\"}", null);
  }

  private static List<String> mids(Page page) {
    return page.entries().stream().map(Entry::mid).toList();
  }

  private static RoomId room() {
    return new RoomId("r" + java.util.UUID.randomUUID());
  }
}
