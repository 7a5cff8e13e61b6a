package io.tertulia.room.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.protocol.Event.Reason;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog;
import io.tertulia.room.MessageLog.Appended;
import io.tertulia.room.MessageLog.Direction;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Page;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.MessageLog.Stored;
import io.tertulia.room.MessageLog.View;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import io.tertulia.room.Waiting;
import io.tertulia.room.members.Authority;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every log's pages show of messages that were changed. */
public interface ViewsContract {
  MessageLog log();

  @Test
  default void a_page_of_messages_is_as_long_as_was_asked_for_and_covers_what_it_does_not_show() {
    RoomId room = aRoom();
    List<Draft> messages = new ArrayList<>();
    Position start = changed(room, messages);

    Page newest = read(room, Query.newest(2).as(View.MESSAGES));
    assertThat(mids(newest)).containsExactly(messages.get(1).mid(), messages.get(2).mid());
    assertThat(newest.to()).isEqualTo(start.at(7)).isEqualTo(newest.head());
    assertThat(newest.from()).isEqualTo(start.at(1));
    assertThat(newest.more()).isTrue();

    Page older = read(room, Query.before(newest.from().at(2), 2).as(View.MESSAGES));
    assertThat(mids(older)).containsExactly(messages.get(0).mid());
    assertThat(text(older.entries().getFirst())).isEqualTo("uno");
    assertThat(older.from()).isEqualTo(start);
    assertThat(older.to()).isEqualTo(start.at(1));
    assertThat(older.more()).isFalse();

    Page between = read(room, Query.before(start.at(5), 1).as(View.MESSAGES));
    assertThat(mids(between)).containsExactly(messages.get(1).mid());
    assertThat(between.to()).isEqualTo(start.at(4));
  }

  @Test
  default void so_is_a_page_that_goes_on() {
    RoomId room = aRoom();
    List<Draft> messages = new ArrayList<>();
    Position start = changed(room, messages);

    Page after = read(room, Query.after(start.at(1), 1).as(View.MESSAGES));
    assertThat(mids(after)).containsExactly(messages.get(1).mid());
    assertThat(after.from()).isEqualTo(start.at(1));
    assertThat(after.to().seq()).isBetween(2L, 4L);
    assertThat(after.more()).isTrue();

    Page last = read(room, Query.after(start.at(5), 5).as(View.MESSAGES));
    assertThat(last.entries()).isEmpty();
    assertThat(last.from()).isEqualTo(start.at(5));
    assertThat(last.to()).isEqualTo(start.at(7));
    assertThat(last.more()).isFalse();
    assertThat(last.resets()).isEmpty();
  }

  /** Three messages, at 1, 2 and 5, and four changes of the first. */
  private Position changed(RoomId room, List<Draft> messages) {
    Written ana = new Written(room, Authority.of("ana"));
    messages.addAll(List.of(ana.say("1"), ana.say("2"), ana.say("3")));
    Position start = stored(room, messages.get(0)).at(0);
    stored(room, messages.get(1));
    stored(room, ana.edit(messages.get(0).mid(), "one"));
    stored(room, ana.edit(messages.get(0).mid(), "uno"));
    stored(room, messages.get(2));
    stored(room, ana.react(messages.get(0).mid(), "👍"));
    stored(room, ana.react(messages.get(0).mid()));
    return start;
  }

  @Test
  default void a_page_of_messages_asked_for_with_a_cursor_that_is_none_is_reset_like_any() {
    RoomId room = aRoom();
    Written ana = new Written(room, Authority.of("ana"));
    Position first = stored(room, ana.say("1"));
    Page above = read(room, Query.after(first.at(9), 5).as(View.MESSAGES));
    assertThat(above.resets()).extracting(MessageLog.Reset::reason).containsExactly(Reason.UNKNOWN);
    assertThat(above.from()).isEqualTo(first);
    Page alien = read(room, Query.after(new Position("zzzzzzzz", 1), 5).as(View.MESSAGES));
    assertThat(alien.resets()).extracting(MessageLog.Reset::reason).containsExactly(Reason.EPOCH);
    assertThat(alien.entries()).hasSize(1);
    Page none = read(room, Query.newest(0).as(View.MESSAGES));
    assertThat(none.entries()).isEmpty();
    assertThat(none.from()).isEqualTo(none.to());
  }

  @Test
  default void pages_of_every_view_meet_without_hole_or_repeat_in_both_directions() {
    RoomId room = aRoom();
    History history = new History(new Random(7), room);
    history.go(log(), 80);
    Position start = read(room, Query.newest(0)).head().at(0);
    for (View view : View.values()) {
      List<JsonNode> all = shown(read(room, Query.after(start, 200).as(view)));
      assertThat(all.size()).isGreaterThan(20);
      for (long bytes : new long[] {1, 700, Query.BYTES}) {
        for (int limit : new int[] {1, 3, 50}) {
          String what = view + ", " + bytes + " bytes, " + limit + " entries";
          assertThat(forth(room, start, limit, bytes, view)).as(what).isEqualTo(all);
          assertThat(back(room, limit, bytes, view)).as(what).isEqualTo(all);
        }
      }
    }
  }

  @Test
  default void who_applied_every_entry_and_who_loads_pages_or_resumes_hold_the_same() {
    for (int seed = 0; seed < 10; seed++) {
      RoomId room = aRoom();
      History history = new History(new Random(seed), room);
      FoldingReader live = new FoldingReader();
      FoldingReader resumed = new FoldingReader();
      history.go(log(), 25);
      Page middle = read(room, Query.newest(200).as(View.MESSAGES));
      resumed.take(middle.entries());
      live.take(read(room, Query.newest(200)).entries());
      history.go(log(), 25);
      List<Entry> rest = read(room, Query.after(middle.to(), 200).as(View.ENTRIES)).entries();
      live.take(rest);
      List<JsonNode> page = shown(read(room, Query.newest(200).as(View.MESSAGES)));
      assertThat(live.shown()).as("applied, seed %d", seed).isEqualTo(page);
      assertThat(resumed.take(rest).shown()).as("resumed, seed %d", seed).isEqualTo(page);
      assertThat(new FoldingReader().take(back(room)).shown()).isEqualTo(page);
    }
  }

  private List<Entry> back(RoomId room) {
    return read(room, Query.newest(200).as(View.ENTRIES)).entries();
  }

  private List<JsonNode> forth(RoomId room, Position start, int limit, long bytes, View view) {
    List<JsonNode> all = new ArrayList<>();
    Page page;
    Position cursor = start;
    do {
      page = read(room, Query.after(cursor, limit).within(bytes).as(view));
      assertThat(page.entries()).hasSizeLessThanOrEqualTo(limit);
      assertThat(page.from()).isEqualTo(cursor);
      assertThat(page.more()).isEqualTo(page.to().seq() < page.head().seq());
      all.addAll(shown(page));
      cursor = page.to();
    } while (page.more());
    return all;
  }

  private List<JsonNode> back(RoomId room, int limit, long bytes, View view) {
    List<JsonNode> all = new ArrayList<>();
    Page page = read(room, new Query(Direction.BEFORE, null, limit, bytes, view));
    all.addAll(shown(page));
    while (page.more()) {
      Position end = page.from();
      page = read(room, Query.before(end.at(end.seq() + 1), limit).within(bytes).as(view));
      assertThat(page.entries()).hasSizeLessThanOrEqualTo(limit);
      assertThat(page.to()).isEqualTo(end);
      all.addAll(0, shown(page));
    }
    assertThat(page.from().seq()).isZero();
    return all;
  }

  private Page read(RoomId room, Query query) {
    return Waiting.get(log().read(room, query));
  }

  private Position stored(RoomId room, Draft draft) {
    Appended appended = Waiting.get(log().append(room, draft));
    assertThat(appended).as(draft.tail()).isInstanceOf(Stored.class);
    return ((Stored) appended).position();
  }

  private static List<JsonNode> shown(Page page) {
    return page.entries().stream().map(FoldingReader::parse).toList();
  }

  private static String text(Entry entry) {
    return FoldingReader.parse(entry).path("text").asText();
  }

  private static List<String> mids(Page page) {
    return page.entries().stream().map(Entry::mid).toList();
  }

  private static RoomId aRoom() {
    return new RoomId("r" + UUID.randomUUID());
  }
}
