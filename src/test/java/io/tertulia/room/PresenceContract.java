package io.tertulia.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.protocol.Event;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every presence does. Joins are gathered for 250 ms, leaves for 4 s. */
public interface PresenceContract {
  RoomId PLAZA = new RoomId("plaza");

  Presence presence();

  /** The bus through which this presence tells its rooms. */
  Bus bus();

  /** Lets so much time pass, with all that is due in it. */
  void pass(Duration time);

  @Test
  default void a_member_counts_once_however_many_connections_it_has() {
    presence().enter(PLAZA, who("Ana"));
    presence().enter(PLAZA, who("Ana"));
    presence().enter(PLAZA, who("Bob"));
    count(2);
    presence().leave(PLAZA, who("Ana"));
    pass(Duration.ofSeconds(10));
    count(2);
    presence().leave(PLAZA, who("Ana"));
    pass(Duration.ofSeconds(10));
    count(1);
    assertThat(presence().roster(PLAZA).members()).containsExactly(from("Bob"));
  }

  @Test
  default void joins_are_gathered_and_told_together() {
    Listening heard = listen();
    presence().enter(PLAZA, who("Ana"));
    pass(Duration.ofMillis(100));
    presence().enter(PLAZA, who("Bob"));
    pass(Duration.ofMillis(500));
    assertThat(heard.events(1)).containsExactly(told(2, List.of("Ana", "Bob"), List.of()));
  }

  @Test
  default void a_leave_is_told_after_a_while() {
    Listening heard = settledWithAnaAndBob();
    presence().leave(PLAZA, who("Bob"));
    pass(Duration.ofSeconds(6));
    assertThat(heard.events(1)).containsExactly(told(1, List.of(), List.of("Bob")));
  }

  @Test
  default void who_comes_back_in_time_was_never_away() {
    Listening heard = settledWithAnaAndBob();
    presence().leave(PLAZA, who("Bob"));
    pass(Duration.ofSeconds(3));
    count(2);
    presence().enter(PLAZA, who("Bob"));
    pass(Duration.ofSeconds(6));
    presence().enter(PLAZA, who("Eva"));
    pass(Duration.ofSeconds(1));
    assertThat(heard.events(1)).containsExactly(told(3, List.of("Eva"), List.of()));
  }

  @Test
  default void a_new_name_is_told_and_the_old_one_never_left_hanging() {
    Listening heard = settledWithAnaAndBob();
    Identity robert = new Identity(who("Bob").id(), "Robert", true);
    presence().enter(PLAZA, robert);
    presence().leave(PLAZA, who("Bob"));
    pass(Duration.ofSeconds(1));
    Event.Presence told = (Event.Presence) heard.events(1).getFirst();
    assertThat(told.count()).isEqualTo(2);
    assertThat(told.joined()).containsExactly(robert.from());
    assertThat(told.left()).isEmpty();
    presence().leave(PLAZA, robert);
    pass(Duration.ofSeconds(6));
    told = (Event.Presence) heard.events(1).getFirst();
    assertThat(told.left()).containsExactly(robert.from());
  }

  @Test
  default void more_than_200_are_only_counted_and_the_first_200_named_when_asked() {
    Listening heard = listen();
    IntStream.range(0, 201).forEach(i -> presence().enter(PLAZA, who("p" + i)));
    pass(Duration.ofSeconds(1));
    assertThat(heard.events(1)).contains(new Event.Presence("plaza", 201, null, null));
    assertThat(presence().roster(PLAZA).count()).isEqualTo(201);
    assertThat(presence().roster(PLAZA).members()).hasSize(200);
  }

  @Test
  default void leaving_where_one_never_was_changes_nothing() {
    presence().leave(PLAZA, who("Ana"));
    presence().enter(PLAZA, who("Bob"));
    presence().leave(PLAZA, who("Ana"));
    pass(Duration.ofSeconds(10));
    count(1);
    presence().leave(PLAZA, who("Bob"));
    presence().leave(PLAZA, who("Bob"));
    pass(Duration.ofSeconds(10));
    count(0);
    presence().enter(PLAZA, who("Bob"));
    count(1);
  }

  @Test
  default void rooms_do_not_mix() {
    presence().enter(PLAZA, who("Ana"));
    presence().enter(new RoomId("patio"), who("Bob"));
    assertThat(presence().roster(PLAZA).members()).containsExactly(from("Ana"));
    assertThat(presence().roster(new RoomId("nowhere")))
        .isEqualTo(new Presence.Roster(0, List.of()));
  }

  private void count(int count) {
    await().untilAsserted(() -> assertThat(presence().count(PLAZA)).isEqualTo(count));
    assertThat(presence().roster(PLAZA).count()).isEqualTo(count);
  }

  private Listening settledWithAnaAndBob() {
    Listening heard = listen();
    presence().enter(PLAZA, who("Ana"));
    presence().enter(PLAZA, who("Bob"));
    pass(Duration.ofSeconds(1));
    heard.events(1);
    return heard;
  }

  private Listening listen() {
    Listening heard = new Listening();
    bus().listen(heard);
    Waiting.get(bus().subscribe(PLAZA));
    return heard;
  }

  private static Event told(int count, List<String> joined, List<String> left) {
    return new Event.Presence(
        "plaza",
        count,
        joined.stream().map(PresenceContract::from).toList(),
        left.stream().map(PresenceContract::from).toList());
  }

  private static Event.From from(String name) {
    return who(name).from();
  }

  private static Identity who(String name) {
    return new Identity("g-" + name, name, true);
  }
}
