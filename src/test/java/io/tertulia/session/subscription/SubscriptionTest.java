package io.tertulia.session.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.format.EncodedEvent;
import io.tertulia.heart.HeartNode;
import io.tertulia.heart.ManualLoop;
import io.tertulia.heart.Person;
import io.tertulia.protocol.Event;
import io.tertulia.room.Identity;
import io.tertulia.room.MessageLog.Head;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Right;
import io.tertulia.session.timing.Steps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A room is followed from a cursor to live by whoever has a sink, without a session. */
class SubscriptionTest {
  private static final RoomId PLAZA = new RoomId("plaza");

  private final HeartNode node = new HeartNode();
  private final ManualLoop loop = node.loops.getLast();
  private final Stream stream = new Stream();
  private final CatchUp catchUp = new CatchUp(stream);
  private final List<Event.Reason> resets = new ArrayList<>();
  private final Subscription subscription =
      new Subscription(
          PLAZA,
          new Identity("eve", "Eve", true),
          new RoomPorts(node.log, node.growths, node.rooms, node.presence, resets::add, 50),
          catchUp,
          stream);
  private Person bob;
  private Position start;

  @BeforeEach
  void enter() {
    bob = node.guest("Bob");
    bob.joins("plaza");
    start = Position.parse(bob.events().getFirst().get("head").asText());
  }

  @Test
  void it_reads_from_its_cursor_and_goes_on_live() {
    bob.says("plaza", "missed");
    subscription.begin(start, true);
    node.settle();
    assertThat(stream.told).containsExactly("joined 0..1", "entry", "opened");
    bob.says("plaza", "live");
    assertThat(stream.told).hasSize(4).last().isEqualTo("entry");
  }

  @Test
  void without_place_it_is_behind_and_reads_on_when_it_is_told() {
    subscription.begin(null, true);
    node.settle();
    stream.hasRoom = false;
    bob.says("plaza", "one");
    bob.says("plaza", "two");
    assertThat(catchUp.isBehind()).isTrue();
    assertThat(stream.told).containsExactly("joined 0..0", "opened", "watch");
    stream.hasRoom = true;
    catchUp.goOn();
    node.settle();
    assertThat(stream.told).endsWith("entry", "entry");
    assertThat(catchUp.isBehind()).isFalse();
  }

  @Test
  void what_it_cannot_catch_up_on_is_a_reset() {
    for (int i = 0; i < 60; i++) {
      bob.says("plaza", "missed");
      node.pass(Duration.ofMillis(100));
    }
    subscription.begin(start, true);
    node.settle();
    assertThat(stream.told).containsExactly("joined 60..60", "reset", "opened");
    assertThat(resets).containsExactly(Event.Reason.BEHIND);
  }

  @Test
  void a_log_that_does_not_answer_is_told_of() {
    node.log.breakDown(true);
    subscription.begin(null, true);
    node.settle();
    assertThat(stream.told).containsExactly("failed");
  }

  @Test
  void who_left_hears_nothing_more_and_is_not_there() {
    subscription.begin(null, true);
    node.settle();
    subscription.leave();
    subscription.depart();
    bob.says("plaza", "gone");
    node.pass(Duration.ofSeconds(5));
    assertThat(stream.told).containsExactly("joined 0..0", "opened");
    assertThat(node.presence.count(PLAZA)).isEqualTo(1);
  }

  /** What a door with its own way of sending would have. */
  private final class Stream implements Sink, Opening {
    private final Steps steps =
        new Steps(
            loop,
            failure -> {
              throw new AssertionError(failure);
            });
    private final List<String> told = new ArrayList<>();
    private boolean hasRoom = true;

    @Override
    public Steps steps() {
      return steps;
    }

    @Override
    public boolean hasRoom() {
      return hasRoom;
    }

    @Override
    public long room() {
      return 1 << 16;
    }

    @Override
    public void entry(EncodedEvent entry, String reader) {
      told.add("entry");
    }

    @Override
    public void ephemeral(RoomId room, EncodedEvent event, String reader) {
      // It follows entries alone.
    }

    @Override
    public void deleted(String mid) {
      told.add("deleted");
    }

    @Override
    public void event(Event event) {
      told.add(event instanceof Event.Reset ? "reset" : event.toString());
    }

    @Override
    public void forget(RoomId room) {
      // Nothing waits.
    }

    @Override
    public void goOnSoon() {
      loop.execute(catchUp::goOn);
    }

    @Override
    public void watch() {
      told.add("watch");
    }

    @Override
    public void joined(Position from, Head end) {
      told.add("joined " + from.seq() + ".." + end.position().seq());
    }

    @Override
    public void opened() {
      told.add("opened");
    }

    @Override
    public void refused(Right.Denial why) {
      throw new AssertionError("nobody refuses here: " + why);
    }

    @Override
    public void lost(Event.Out reason, long until) {
      throw new AssertionError("nobody puts anybody out here: " + reason);
    }

    @Override
    public Authority authority() {
      return Authority.of("ana");
    }

    @Override
    public void failed() {
      told.add("failed");
    }
  }
}
