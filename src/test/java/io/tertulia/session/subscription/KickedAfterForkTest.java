package io.tertulia.session.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.format.EncodedEvent;
import io.tertulia.format.EntryEncoder;
import io.tertulia.heart.HeartNode;
import io.tertulia.heart.ManualLoop;
import io.tertulia.protocol.Event;
import io.tertulia.room.Entry;
import io.tertulia.room.Identity;
import io.tertulia.room.MessageLog;
import io.tertulia.room.MessageLog.Head;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Right;
import io.tertulia.room.members.RoomState;
import io.tertulia.session.timing.Steps;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Who is put out is out, whatever number that has in a history which began below its coming in. */
class KickedAfterForkTest {
  private static final RoomId TEAM = new RoomId("team");
  private static final String OLD = "aaaaaaaa";
  private static final String NEW = "bbbbbbbb";

  private final HeartNode node = new HeartNode();
  private final ManualLoop loop = node.loops.getLast();
  private final Pages log = new Pages();
  private final Stream stream = new Stream();
  private final CatchUp catchUp = new CatchUp(stream);
  private final Subscription subscription =
      new Subscription(
          TEAM,
          new Identity("bo", "Bo", false),
          new RoomPorts(log, node.growths, node.rooms, node.presence, reason -> {}, 1_000),
          catchUp,
          stream);

  private static Position at(String epoch, long seq) {
    return new Position(epoch, seq);
  }

  /** A kick, and where it was before the log lost it. */
  private static Entry kick(Position at, String was) {
    String numbers = "\"seq\":" + at.seq() + ",\"at\":1" + was;
    Event.MemberChanged kick =
        new Event.MemberChanged(
            "team",
            "mid" + at.seq(),
            new Event.From("ana", "Ana", false),
            "bo",
            null,
            null,
            null,
            true,
            0,
            null,
            1);
    String json = EntryEncoder.head("member", "team") + numbers + EntryEncoder.memberTail(kick);
    return new Entry(at, "mid" + at.seq(), 1, json.getBytes(StandardCharsets.UTF_8));
  }

  private static Entry kick(Position at) {
    return kick(at, "");
  }

  private void isInAt(Position head) {
    log.pages.add(new MessageLog.Page(head, head, List.of(), false, List.of()));
    subscription.begin(null, true);
    node.settle();
  }

  private void forks(Position back, Entry... entries) {
    List<MessageLog.Reset> resets =
        back.epoch().equals(NEW)
            ? List.of(new MessageLog.Reset(Event.Reason.EPOCH, back))
            : List.of();
    Position head = entries[entries.length - 1].position();
    log.pages.add(new MessageLog.Page(back, head, List.of(entries), false, resets));
    subscription.forked(0);
    node.settle();
  }

  @Test
  void a_kick_of_a_later_history_counts_though_its_number_is_lower() {
    isInAt(at(OLD, 100));
    forks(at(NEW, 88), kick(at(NEW, 89)));
    assertThat(stream.lost).containsExactly(Event.Out.KICKED);
  }

  @Test
  void it_counts_while_what_was_missed_before_is_still_read() {
    log.pages.add(new MessageLog.Page(at(OLD, 60), at(OLD, 100), List.of(), true, List.of()));
    log.pages.add(
        new MessageLog.Page(
            at(OLD, 60), at(NEW, 61), List.of(kick(at(NEW, 61))), false, List.of()));
    subscription.begin(at(OLD, 60), true);
    node.settle();
    assertThat(stream.lost).containsExactly(Event.Out.KICKED);
  }

  @Test
  void one_that_it_came_back_from_does_not_when_it_is_read_again() {
    log.pages.add(
        new MessageLog.Page(
            at(OLD, 60), at(OLD, 61), List.of(kick(at("00000000", 61))), false, List.of()));
    subscription.begin(at(OLD, 60), true);
    node.settle();
    assertThat(stream.lost).isEmpty();
  }

  @Test
  void nor_when_the_log_lost_it_and_was_given_it_back() {
    isInAt(at(OLD, 100));
    forks(at(NEW, 88), kick(at(NEW, 189), ",\"was\":\"" + at(OLD, 95).cursor() + "\""));
    assertThat(stream.lost).isEmpty();
  }

  /** Gives one page after the other. */
  private static final class Pages implements MessageLog {
    private final Queue<Page> pages = new ArrayDeque<>();

    @Override
    public CompletionStage<Appended> append(RoomId room, Draft draft) {
      throw new AssertionError("nobody says anything");
    }

    @Override
    public CompletionStage<Reading> read(RoomId room, Query query, Authority reader) {
      return CompletableFuture.completedStage(pages.remove());
    }

    @Override
    public CompletionStage<Page> read(RoomId room, Query query) {
      return CompletableFuture.completedStage(pages.remove());
    }

    @Override
    public CompletionStage<RoomState> look(RoomId room, List<String> people) {
      throw new AssertionError("nobody changes anything");
    }
  }

  private final class Stream implements Sink, Opening {
    private final Steps steps =
        new Steps(
            loop,
            failure -> {
              throw new AssertionError(failure);
            });
    private final List<Event.Out> lost = new ArrayList<>();

    @Override
    public Steps steps() {
      return steps;
    }

    @Override
    public boolean hasRoom() {
      return true;
    }

    @Override
    public long room() {
      return 1 << 16;
    }

    @Override
    public void entry(EncodedEvent entry, String reader) {}

    @Override
    public void ephemeral(RoomId room, EncodedEvent event, String reader) {}

    @Override
    public void deleted(String mid) {
      // Nothing waits.
    }

    @Override
    public void event(Event event) {}

    @Override
    public void forget(RoomId room) {}

    @Override
    public void goOnSoon() {
      loop.execute(catchUp::goOn);
    }

    @Override
    public void watch() {}

    @Override
    public void joined(Position from, Head end) {}

    @Override
    public void opened() {}

    @Override
    public void failed() {}

    @Override
    public void refused(Right.Denial why) {}

    @Override
    public void lost(Event.Out reason, long until) {
      lost.add(reason);
      subscription.leave();
    }

    @Override
    public Authority authority() {
      return Authority.of("bo");
    }
  }
}
