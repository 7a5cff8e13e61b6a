package io.tertulia.session.mine;

import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import io.tertulia.room.RoomId;
import io.tertulia.session.mine.Marks.Marking;
import io.tertulia.session.timing.Steps;
import io.tertulia.session.timing.TimerWheel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The marks that one client sets: of one room only the newest is kept, a few a second at most, and
 * with it those before it are answered. As many may wait as commands may be under way. On its loop.
 */
final class MarkQueue {
  /** Milliseconds between two marks of one room. */
  private static final long PAUSE = 250;

  private final Marks marks;
  private final Steps steps;
  private final TimerWheel wheel;
  private final Map<Kind, List<Waiting>> rooms = new HashMap<>(2);

  private record Kind(RoomId room, boolean isRead) {}

  private record Waiting(Marking asked, CompletableFuture<Event> answer) {
    void answered(@Nullable Event event) {
      Event known = Objects.requireNonNullElse(event, MineContext.away(asked.id()));
      answer.complete(
          known instanceof Event.Error no
              ? new Event.Error(
                  asked.id(),
                  0,
                  no.code(),
                  no.message(),
                  no.retryAfter(),
                  no.field(),
                  no.until(),
                  Event.Error.NONE)
              : new Event.Ack(asked.id(), null));
    }
  }

  MarkQueue(Marks marks, Steps steps, TimerWheel wheel) {
    this.marks = marks;
    this.steps = steps;
    this.wheel = wheel;
  }

  CompletionStage<Event> add(Marking asked) {
    Kind kind = new Kind(asked.room(), asked.isRead());
    CompletableFuture<Event> answer = new CompletableFuture<>();
    List<Waiting> waiting = rooms.get(kind);
    if (waiting == null) {
      rooms.put(kind, new ArrayList<>(1));
      write(kind, List.of(new Waiting(asked, answer)));
    } else {
      waiting.add(new Waiting(asked, answer));
    }
    return answer;
  }

  private void write(Kind kind, List<Waiting> together) {
    Waiting newest =
        together.stream().max(Comparator.comparingLong(it -> it.asked.seq())).orElseThrow();
    steps.await(
        () -> marks.mark(newest.asked),
        event -> {
          boolean isWrong = event instanceof Event.Error no && no.code() == ErrorCode.INVALID_FIELD;
          for (Waiting one : together) {
            if (isWrong && one.asked.seq() < newest.asked.seq()) {
              rooms.getOrDefault(kind, new ArrayList<>()).add(one);
            } else {
              one.answered(event);
            }
          }
          wheel.add(now -> goOn(kind), wheel.now() + PAUSE);
        });
  }

  private long goOn(Kind kind) {
    List<Waiting> waiting = rooms.getOrDefault(kind, List.of());
    if (waiting.isEmpty()) {
      rooms.remove(kind);
    } else {
      rooms.put(kind, new ArrayList<>(1));
      write(kind, waiting);
    }
    return TimerWheel.Timed.NEVER;
  }
}
