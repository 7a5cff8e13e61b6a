package io.tertulia.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.protocol.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every bus does for what is not kept; for entries see {@link MessageLogContract}. */
public interface BusContract {
  Bus bus();

  @Test
  default void what_is_announced_reaches_who_subscribed_the_node_that_said_it_too() {
    Listening heard = listen("plaza");
    bus().announce(new RoomId("plaza"), typing("plaza"));
    assertThat(heard.events(1)).containsExactly(typing("plaza"));
  }

  @Test
  default void what_one_thread_announces_is_heard_in_its_order() {
    Listening heard = listen("plaza");
    List<Event.Signal> signals =
        java.util.stream.IntStream.range(0, 50)
            .mapToObj(i -> new Event.Signal("plaza", ana(), "t", "{\"n\":[" + i + ",\"ñ\"]}"))
            .toList();
    signals.forEach(signal -> bus().announce(new RoomId("plaza"), signal));
    assertThat(heard.events(50)).isEqualTo(signals);
  }

  @Test
  default void every_kind_of_event_arrives_as_it_was() {
    Listening heard = listen("plaza");
    Event all = new Event.Presence("plaza", 2, List.of(ana()), List.of());
    Event counted = new Event.Presence("plaza", 900, null, null);
    bus().announce(new RoomId("plaza"), all);
    bus().announce(new RoomId("plaza"), counted);
    assertThat(heard.events(2)).containsExactly(all, counted);
  }

  @Test
  default void other_rooms_and_rooms_let_go_are_not_heard() {
    Listening heard = listen("plaza");
    Waiting.get(bus().subscribe(new RoomId("patio")));
    bus().unsubscribe(new RoomId("patio"));
    bus().announce(new RoomId("patio"), typing("patio"));
    bus().announce(new RoomId("elsewhere"), typing("elsewhere"));
    bus().announce(new RoomId("plaza"), typing("plaza"));
    assertThat(heard.events(1)).containsExactly(typing("plaza"));
  }

  @Test
  default void a_room_can_be_subscribed_again() {
    Listening heard = listen("plaza");
    bus().unsubscribe(new RoomId("plaza"));
    Waiting.get(bus().subscribe(new RoomId("plaza")));
    bus().announce(new RoomId("plaza"), typing("plaza"));
    assertThat(heard.events(1)).containsExactly(typing("plaza"));
  }

  private Listening listen(String room) {
    Listening heard = new Listening();
    bus().listen(heard);
    Waiting.get(bus().subscribe(new RoomId(room)));
    return heard;
  }

  private static Event typing(String room) {
    return new Event.Typing(room, ana(), true);
  }

  private static Event.From ana() {
    return new Event.From("g-1", "Ana", true);
  }
}
