package io.tertulia.room.mine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import io.tertulia.room.mine.MyRoom.Changed;
import io.tertulia.room.mine.MyRoom.Level;
import io.tertulia.room.mine.MyRoom.Outcome;
import io.tertulia.room.mine.MyRoom.Outdated;
import io.tertulia.room.mine.MyRoom.Same;
import io.tertulia.room.mine.MyRooms.Reached;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every place for what people have of the rooms does. */
public interface MyRoomsContract {
  RoomId PLAZA = new RoomId("plaza");
  RoomId PATIO = new RoomId("patio");

  /** What is asked at once, for a busy machine. */
  int TURN = 500;

  MyRooms mine();

  @Test
  default void of_somebody_who_did_nothing_nothing_is_kept() {
    String ana = somebody();
    assertThat(all(ana)).isEmpty();
    assertThat(find(ana, PLAZA)).isEqualTo(MyRoom.NONE);
    assertThat(get(mine().blocked(ana))).isEmpty();
  }

  @Test
  default void what_is_followed_is_on_the_list_until_it_is_forgotten() {
    String ana = somebody();
    assertThat(follow(ana, PLAZA)).isInstanceOf(Changed.class);
    assertThat(follow(ana, PLAZA)).isEqualTo(new Same());
    follow(ana, PATIO);
    assertThat(all(ana)).containsOnlyKeys("plaza", "patio");
    assertThat(change(ana, PLAZA, new Change.Forget())).isEqualTo(new Changed(MyRoom.NONE));
    assertThat(change(ana, PLAZA, new Change.Forget())).isEqualTo(new Same());
    assertThat(all(ana)).containsOnlyKeys("patio");
    assertThat(all(somebody())).isEmpty();
  }

  @Test
  default void a_mark_goes_on_and_never_back() {
    String ana = somebody();
    read(ana, mark("aaaaaaaa", 7, 5), null);
    assertThat(read(ana, mark("aaaaaaaa", 7, 5), null)).isEqualTo(new Same());
    assertThat(read(ana, mark("aaaaaaaa", 3, 2), null)).isEqualTo(new Same());
    assertThat(find(ana, PLAZA).read()).isEqualTo(mark("aaaaaaaa", 7, 5));
    assertThat(read(ana, mark("aaaaaaaa", 10, 6), null)).isInstanceOf(Changed.class);
    assertThat(find(ana, PLAZA).read()).isEqualTo(mark("aaaaaaaa", 10, 6));
    assertThat(find(ana, PLAZA).isFollowed()).isFalse();
  }

  @Test
  default void a_mark_of_another_epoch_gives_way_only_to_who_compared_with_it() {
    String ana = somebody();
    Mark old = mark("aaaaaaaa", 7, 7);
    read(ana, old, null);
    assertThat(read(ana, mark("bbbbbbbb", 9, 9), null)).isEqualTo(new Outdated());
    assertThat(read(ana, mark("bbbbbbbb", 9, 9), new Position("aaaaaaaa", 6)))
        .isEqualTo(new Outdated());
    assertThat(find(ana, PLAZA).read()).isEqualTo(old);
    assertThat(read(ana, mark("bbbbbbbb", 2, 2), old.position())).isInstanceOf(Changed.class);
    assertThat(find(ana, PLAZA).read()).isEqualTo(mark("bbbbbbbb", 2, 2));
  }

  @Test
  default void what_was_received_and_what_was_read_are_marks_of_their_own() {
    String ana = somebody();
    got(ana, new Position("aaaaaaaa", 9));
    assertThat(got(ana, new Position("aaaaaaaa", 8))).isEqualTo(new Same());
    read(ana, mark("aaaaaaaa", 4, 4), null);
    MyRoom kept = find(ana, PLAZA);
    assertThat(kept.got()).isEqualTo(new Position("aaaaaaaa", 9));
    assertThat(kept.read()).isEqualTo(mark("aaaaaaaa", 4, 4));
  }

  @Test
  default void who_follows_begins_at_a_place_unless_something_was_read() {
    String ana = somebody();
    change(ana, PLAZA, new Change.Follow(null, mark("aaaaaaaa", 20, 18)));
    assertThat(find(ana, PLAZA).read()).isEqualTo(mark("aaaaaaaa", 20, 18));
    read(ana, mark("aaaaaaaa", 22, 20), null);
    change(ana, PLAZA, new Change.Follow(null, mark("aaaaaaaa", 30, 25)));
    assertThat(find(ana, PLAZA).read()).isEqualTo(mark("aaaaaaaa", 22, 20));
  }

  @Test
  default void what_somebody_wants_to_be_told_of_is_kept_beside_the_rest() {
    String ana = somebody();
    follow(ana, PLAZA);
    change(ana, PLAZA, new Change.Notify(Level.MENTIONS));
    read(ana, mark("aaaaaaaa", 4, 4), null);
    assertThat(find(ana, PLAZA))
        .isEqualTo(new MyRoom(true, null, Level.MENTIONS, mark("aaaaaaaa", 4, 4), null));
    assertThat(change(ana, PATIO, new Change.Notify(Level.ALL))).isEqualTo(new Same());
    assertThat(all(ana)).containsOnlyKeys("plaza");
  }

  @Test
  default void who_is_blocked_does_not_reach_and_leaves_no_trace() {
    String ana = somebody();
    String bo = somebody();
    block(ana, bo, true);
    block(ana, bo, true);
    assertThat(get(mine().blocked(ana))).containsExactly(bo);
    assertThat(reach(ana, bo)).isEqualTo(Reached.BLOCKED);
    assertThat(all(ana)).isEmpty();
    block(ana, bo, false);
    assertThat(get(mine().blocked(ana))).isEmpty();
    assertThat(reach(ana, bo)).isEqualTo(Reached.NEWLY);
    assertThat(reach(ana, bo)).isEqualTo(Reached.REACHED);
    assertThat(find(ana, PLAZA)).isEqualTo(new MyRoom(true, bo, Level.ALL, null, null));
    assertThat(get(mine().blocked(bo))).isEmpty();
  }

  @Test
  default void one_more_than_ten_thousand_is_refused_and_what_is_there_goes_on() {
    String ana = somebody();
    inTurns(i -> mine().change(ana, room(i), new Change.Follow(null, null)));
    assertThat(follow(ana, PLAZA)).isEqualTo(new MyRoom.Full());
    assertThat(read(ana, mark("aaaaaaaa", 1, 1), null)).isEqualTo(new MyRoom.Full());
    assertThat(reach(ana, somebody())).isEqualTo(Reached.FULL);
    assertThat(change(ana, room(7), new Change.Read(mark("aaaaaaaa", 1, 1), null)))
        .isInstanceOf(Changed.class);
    assertThat(get(mine().all(ana))).hasSize(MyRooms.MOST);
    change(ana, room(7), new Change.Forget());
    assertThat(follow(ana, PLAZA)).isInstanceOf(Changed.class);
  }

  @Test
  default void one_more_than_ten_thousand_who_are_blocked_is_refused() {
    String ana = somebody();
    inTurns(i -> mine().block(ana, "u" + i, true));
    assertThat(block(ana, "one-more", true)).isFalse();
    assertThat(block(ana, "u0", true)).isTrue();
    assertThat(block(ana, "u0", false)).isTrue();
    assertThat(block(ana, "one-more", true)).isTrue();
  }

  private static void inTurns(IntFunction<CompletionStage<?>> ask) {
    for (int first = 0; first < MyRooms.MOST; first += TURN) {
      IntStream.range(first, first + TURN).mapToObj(ask).toList().forEach(MyRoomsContract::get);
    }
  }

  static String somebody() {
    return "ana|" + UUID.randomUUID();
  }

  private static RoomId room(int number) {
    return new RoomId("room-" + number);
  }

  private static Mark mark(String epoch, long seq, long messages) {
    return new Mark(new Position(epoch, seq), messages);
  }

  private Map<String, MyRoom> all(String user) {
    Map<String, MyRoom> named = new TreeMap<>();
    get(mine().all(user)).forEach((room, row) -> named.put(room.value(), row));
    return named;
  }

  private MyRoom find(String user, RoomId room) {
    return get(mine().find(user, room));
  }

  private Outcome change(String user, RoomId room, Change change) {
    return get(mine().change(user, room, change));
  }

  private Outcome follow(String user, RoomId room) {
    return change(user, room, new Change.Follow(null, null));
  }

  private Outcome read(String user, Mark to, @Nullable Position over) {
    return change(user, PLAZA, new Change.Read(to, over));
  }

  private Outcome got(String user, Position to) {
    return change(user, PLAZA, new Change.Got(to, null));
  }

  private Reached reach(String user, String other) {
    return get(mine().reach(user, other, PLAZA));
  }

  private boolean block(String user, String other, boolean on) {
    return get(mine().block(user, other, on));
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
