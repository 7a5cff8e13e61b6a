package io.tertulia.room.growing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.room.RoomId;
import io.tertulia.room.growing.Growing.Begun;
import io.tertulia.room.growing.Growing.Closed;
import io.tertulia.room.growing.Growing.Denied;
import io.tertulia.room.growing.Growing.Ending;
import io.tertulia.room.growing.Growing.Grown;
import io.tertulia.room.growing.Growing.Over;
import io.tertulia.room.growing.Growing.Part;
import io.tertulia.room.growing.Growing.Refusal;
import io.tertulia.room.growing.Growing.Seal;
import io.tertulia.room.growing.Growing.Seed;
import io.tertulia.room.growing.Growing.Taken;
import io.tertulia.room.growing.Growing.TooEarly;
import io.tertulia.room.growing.Growing.Whole;
import io.tertulia.room.growing.Growing.WrongOffset;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Policy;
import io.tertulia.room.members.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept of messages that grow, however it is kept. */
public abstract class GrowingContract {
  protected static final int MOST = 1_000;
  private static final String FROM = "{\"id\":\"ana\",\"name\":\"Ana\"}";

  /** Fresh for each test: keys of one test must not meet those of another. */
  protected RoomId room = new RoomId("none");

  private int mids;

  @BeforeEach
  void enter() {
    room = new RoomId("r" + UUID.randomUUID());
  }

  protected abstract Growing growing();

  /** What was announced in the room, in order. */
  protected abstract List<String> announced();

  /** Time passes for the store. */
  protected abstract void pass(Duration time);

  @Test
  void parts_are_put_one_behind_the_other_and_announced() {
    String mid = begin("Once");
    assertThat(append(mid, 4, " upon")).isEqualTo(new Taken(9, false));
    assertThat(append(mid, 9, " a time")).isEqualTo(new Taken(16, false));
    assertThat(text(mid)).isEqualTo("Once upon a time");
    assertThat(announced())
        .containsExactly(
            "{\"type\":\"append\",\"room\":\"%s\",\"mid\":\"%s\",\"at\":4,\"text\":\" upon\"}"
                .formatted(room.value(), mid),
            "{\"type\":\"append\",\"room\":\"%s\",\"mid\":\"%s\",\"at\":9,\"text\":\" a time\"}"
                .formatted(room.value(), mid));
  }

  @Test
  void places_are_counted_in_bytes_and_nothing_is_lost_of_what_stands_in_several() {
    String mid = begin("¿Qué");
    assertThat(append(mid, 4, " ")).isEqualTo(new WrongOffset(6));
    assertThat(append(mid, 6, " \"tal\" \\ \n👩🏽‍🚀")).isInstanceOf(Taken.class);
    assertThat(text(mid)).isEqualTo("¿Qué \"tal\" \\ \n👩🏽‍🚀");
  }

  @Test
  void a_part_that_stands_there_is_taken_again_and_not_put_twice() {
    String mid = begin("");
    append(mid, 0, "one ");
    append(mid, 4, "two ");
    assertThat(append(mid, 4, "two ")).isEqualTo(new Taken(8, true));
    assertThat(append(mid, 0, "one ")).isEqualTo(new Taken(8, true));
    assertThat(append(mid, 0, "one two ")).isEqualTo(new Taken(8, true));
    assertThat(text(mid)).isEqualTo("one two ");
    assertThat(announced()).hasSize(2);
  }

  @Test
  void a_part_that_belongs_elsewhere_is_told_where() {
    String mid = begin("12345");
    assertThat(append(mid, 6, "x")).isEqualTo(new WrongOffset(5));
    assertThat(append(mid, 0, "x")).isEqualTo(new WrongOffset(5));
    assertThat(append(mid, 3, "45x")).isEqualTo(new WrongOffset(5));
    assertThat(append(mid, 9_007_199_254_740_991L, "x")).isEqualTo(new WrongOffset(5));
    assertThat(text(mid)).isEqualTo("12345");
    assertThat(announced()).isEmpty();
  }

  @Test
  void of_two_who_write_at_once_one_is_told_where_the_other_got() {
    String mid = begin("");
    assertThat(append(mid, 0, "first")).isEqualTo(new Taken(5, false));
    assertThat(append(mid, 0, "other")).isEqualTo(new WrongOffset(5));
    assertThat(append(mid, 5, "other")).isEqualTo(new Taken(10, false));
  }

  @Test
  void only_its_author_appends_and_ends() {
    String mid = begin("mine");
    assertThat(now(growing().append(room, part("bob", mid, 4, "!")))).isEqualTo(Refusal.NOT_YOURS);
    assertThat(seal(mid, "bob", "f1")).isEqualTo(Refusal.NOT_YOURS);
    assertThat(text(mid)).isEqualTo("mine");
  }

  @Test
  void the_whole_is_no_longer_than_a_text_may_be() {
    String mid = begin("x".repeat(MOST - 1));
    assertThat(append(mid, MOST - 1, "é")).isEqualTo(Refusal.TOO_LONG);
    assertThat(append(mid, MOST - 1, "e")).isEqualTo(new Taken(MOST, false));
    assertThat(append(mid, MOST, "e")).isEqualTo(Refusal.TOO_LONG);
  }

  @Test
  void what_nobody_began_is_not_known() {
    assertThat(append("AAAAAAAAAAAAAAAA", 0, "x")).isEqualTo(Refusal.UNKNOWN);
    assertThat(seal("AAAAAAAAAAAAAAAA", "ana", "f1")).isEqualTo(Refusal.UNKNOWN);
    assertThat(now(growing().read(room, "AAAAAAAAAAAAAAAA"))).isNull();
    now(growing().end(room, "AAAAAAAAAAAAAAAA", ""));
    assertThat(append("AAAAAAAAAAAAAAAA", 0, "x")).isEqualTo(Refusal.UNKNOWN);
  }

  @Test
  void a_message_that_is_begun_twice_goes_on() {
    String mid = begin("first");
    append(mid, 5, ", second");
    assertThat(now(growing().begin(room, new Seed(mid, "ana", FROM, "first"))))
        .isEqualTo(Begun.KNOWN);
    assertThat(text(mid)).isEqualTo("first, second");
  }

  @Test
  void who_shuts_it_first_says_how_and_no_part_comes_behind() {
    String mid = begin("a");
    append(mid, 1, "b");
    Ending ending = new Ending("f1", "done", ",\"mid\":\"f1\",\"status\":\"done\"}");
    assertThat(now(growing().seal(room, new Seal(mid, "ana", ending))))
        .isEqualTo(new Closed(ending, "ab"));
    assertThat(seal(mid, "ana", "f2")).isEqualTo(new Closed(ending, "ab"));
    assertThat(seal(mid, null, "f3")).isEqualTo(new Closed(ending, "ab"));
    assertThat(append(mid, 2, "c")).isEqualTo(new Over("f1"));
    assertThat(text(mid)).isEqualTo("ab");
  }

  @Test
  void when_it_has_ended_only_that_is_known() {
    String mid = begin("a");
    seal(mid, "ana", "f1");
    now(growing().end(room, mid, "f1"));
    assertThat(append(mid, 1, "b")).isEqualTo(new Over("f1"));
    assertThat(seal(mid, "ana", "f2")).isEqualTo(new Over("f1"));
    assertThat(now(growing().read(room, mid))).isNull();
    assertThat(now(growing().list(room))).isEmpty();
    assertThat(now(growing().begin(room, new Seed(mid, "ana", FROM, "a")))).isEqualTo(Begun.KNOWN);
    now(growing().end(room, mid, "f9"));
    assertThat(append(mid, 1, "b")).isEqualTo(new Over("f1"));
  }

  @Test
  void what_was_not_said_after_all_can_be_begun_again() {
    String mid = begin("a");
    now(growing().forget(room, mid));
    assertThat(append(mid, 1, "b")).isEqualTo(Refusal.UNKNOWN);
    assertThat(now(growing().begin(room, new Seed(mid, "ana", FROM, "z")))).isEqualTo(Begun.NEW);
    assertThat(text(mid)).isEqualTo("z");
  }

  @Test
  void anybody_may_shut_it_when_no_part_came_for_long() {
    String mid = begin("a");
    pass(Duration.ofSeconds(20));
    append(mid, 1, "b");
    pass(Duration.ofSeconds(20));
    assertThat(seal(mid, null, "f1"))
        .isInstanceOfSatisfying(
            TooEarly.class, early -> assertThat(early.left()).isBetween(5_000L, 10_000L));
    pass(Duration.ofSeconds(11));
    assertThat(seal(mid, null, "f1"))
        .isInstanceOfSatisfying(Closed.class, closed -> assertThat(closed.text()).isEqualTo("ab"));
  }

  @Test
  void those_that_grow_are_listed_with_their_authors() {
    String one = begin("1");
    String two = begin("2");
    assertThat(now(growing().list(room))).containsExactlyInAnyOrder(one, two);
    Whole whole = now(growing().read(room, one));
    assertThat(whole.seed().who()).isEqualTo("ana");
    assertThat(whole.seed().from()).isEqualTo(FROM);
  }

  @Test
  void a_room_has_so_many_at_once() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < Growing.MOST; i++) {
      all.add(begin(""));
    }
    Seed more = new Seed("more000000000000", "ana", FROM, "");
    assertThat(now(growing().begin(room, more))).isEqualTo(Begun.FULL);
    now(growing().end(room, all.getFirst(), ""));
    assertThat(now(growing().begin(room, more))).isEqualTo(Begun.NEW);
  }

  @Test
  void who_may_not_say_something_appends_nothing() {
    String mid = begin("a");
    Authority stranger =
        new Authority("ana", Role.NONE, false, new Policy(Policy.Read.ALL, Policy.Say.MEMBERS, 0));
    assertThat(now(growing().append(room, new Part(mid, stranger, 1, "b", MOST))))
        .isInstanceOf(Denied.class);
    Authority house = new Authority("ana", Role.NONE, true, Policy.OPEN);
    assertThat(now(growing().append(room, new Part(mid, house, 1, "b", MOST))))
        .isEqualTo(new Taken(2, false));
  }

  private String begin(String text) {
    String mid = "m%015d".formatted(mids++);
    assertThat(now(growing().begin(room, new Seed(mid, "ana", FROM, text)))).isEqualTo(Begun.NEW);
    return mid;
  }

  private Grown append(String mid, long at, String text) {
    return now(growing().append(room, part("ana", mid, at, text)));
  }

  private static Part part(String who, String mid, long at, String text) {
    return new Part(mid, Authority.of(who), at, text, MOST);
  }

  private Growing.Sealed seal(String mid, @Nullable String who, String finish) {
    return now(growing().seal(room, new Seal(mid, who, new Ending(finish, "done", "}"))));
  }

  private String text(String mid) {
    String text = now(growing().read(room, mid)).text();
    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeGreaterThanOrEqualTo(text.length());
    return text;
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
