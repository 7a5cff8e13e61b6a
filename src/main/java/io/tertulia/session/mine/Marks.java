package io.tertulia.session.mine;

import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import io.tertulia.room.Position;
import io.tertulia.room.Presence;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Principal;
import io.tertulia.room.mine.Change;
import io.tertulia.room.mine.Mark;
import io.tertulia.room.mine.MyRoom;
import io.tertulia.room.mine.MyRoom.Outcome;
import io.tertulia.room.mine.News;
import io.tertulia.room.mine.Summaries.Denied;
import io.tertulia.room.mine.Summaries.Question;
import io.tertulia.room.mine.Summaries.Summary;
import io.tertulia.session.mine.MineContext.Asker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Up to where people have read and received. A mark is looked at beside the room's own history: so
 * it never goes back, and one of a history that is over gives way. Any thread; stages never fail.
 */
final class Marks {
  /** People in a room who are told of each other's marks, at most. */
  static final int SMALL = 50;

  /** Looks, when another device marks the same room at the same time. */
  private static final int LOOKS = 4;

  private final MineContext context;

  Marks(MineContext context) {
    this.context = context;
  }

  /**
   * @param isIn whether the connection is in the room, so that the others there may be told
   * @param isRead else received
   */
  record Marking(Asker asker, RoomId room, boolean isIn, boolean isRead, long seq, long id) {
    Event.Receipt receipt() {
      return new Event.Receipt(room.value(), asker.who().who().from(), seq, isRead);
    }
  }

  /**
   * @return an {@link Event.Ack}, also when it was further already, or an {@link Event.Error}
   */
  CompletionStage<Event> mark(Marking asked) {
    return attempt(asked, LOOKS).exceptionally(failure -> MineContext.away(asked.id));
  }

  private CompletionStage<Event> attempt(Marking asked, int looks) {
    return context
        .rooms()
        .find(asked.asker.id(), asked.room)
        .thenCompose(
            row -> {
              Mark over = asked.isRead ? row.read() : received(row);
              Question question = Question.since(over).at(asked.seq);
              return context
                  .summary(asked.asker.who(), asked.room, question)
                  .thenCompose(
                      reply ->
                          switch (reply) {
                            case Denied(var why) ->
                                MineContext.done(MineContext.denied(asked.id, why));
                            case Summary summary -> judged(asked, over, summary, looks);
                          });
            });
  }

  private static @Nullable Mark received(MyRoom row) {
    return row.got() == null ? null : new Mark(row.got(), 0);
  }

  private CompletionStage<Event> judged(
      Marking asked, @Nullable Mark over, Summary summary, int looks) {
    Mark to = summary.at();
    if (to == null) {
      return MineContext.done(
          Event.Error.ofField(
              asked.id,
              "seq",
              "seq must be at most " + summary.head().position().seq() + ": the room ends there."));
    }
    if (to.position().seq() <= summary.since().seq()) {
      return MineContext.done(new Event.Ack(asked.id, null));
    }
    Position known = over == null ? null : over.position();
    Change change =
        asked.isRead ? new Change.Read(to, known) : new Change.Got(to.position(), known);
    return context
        .rooms()
        .change(asked.asker.id(), asked.room, change)
        .thenCompose(outcome -> answer(asked, outcome, looks));
  }

  private CompletionStage<Event> answer(Marking asked, Outcome outcome, int looks) {
    return switch (outcome) {
      case MyRoom.Changed changed -> {
        announce(asked);
        yield MineContext.done(new Event.Ack(asked.id, null));
      }
      case MyRoom.Same same -> MineContext.done(new Event.Ack(asked.id, null));
      case MyRoom.Full full -> MineContext.done(MineContext.full(asked.id));
      case MyRoom.Outdated outdated when looks > 1 -> attempt(asked, looks - 1);
      case MyRoom.Outdated outdated ->
          MineContext.done(
              Event.Error.of(
                  asked.id,
                  ErrorCode.UNAVAILABLE,
                  "Too many of your devices mark this room at the same time; try again."));
    };
  }

  private void announce(Marking asked) {
    boolean isTold = asked.isIn && areTold(asked.room);
    News.What what = asked.isRead ? News.What.READ : News.What.GOT;
    context
        .kept()
        .news()
        .tell(
            new News.Item(
                asked.asker.id(), asked.asker.session(), asked.room, what, asked.seq, isTold));
    if (isTold) {
      context.around().bus().announce(asked.room, asked.receipt());
    }
  }

  private boolean areTold(RoomId room) {
    return context.receipts() && context.around().presence().count(room) <= SMALL;
  }

  /** Up to where each of those in a small room has read, by id. */
  CompletionStage<Map<String, Long>> of(RoomId room, Presence.Roster roster, Principal reader) {
    if (!areTold(room) || roster.count() > SMALL) {
      return CompletableFuture.completedStage(Map.of());
    }
    Map<String, Long> marks = new ConcurrentHashMap<>();
    List<CompletableFuture<?>> asked =
        roster.members().stream()
            .<CompletableFuture<?>>map(
                member ->
                    context
                        .rooms()
                        .find(member.id(), room)
                        .thenCompose(row -> place(row.read(), room, reader))
                        .thenAccept(seq -> put(marks, member.id(), seq))
                        .toCompletableFuture())
            .toList();
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .handle((done, failure) -> marks);
  }

  private static void put(Map<String, Long> marks, String who, long seq) {
    if (seq > 0) {
      marks.put(who, seq);
    }
  }

  /** Where a mark stands in the room as it is now, 0 for none. */
  CompletionStage<Long> place(@Nullable Mark mark, RoomId room, Principal reader) {
    return mark == null
        ? CompletableFuture.completedStage(0L)
        : context
            .summary(reader, room, Question.since(mark))
            .thenApply(reply -> reply instanceof Summary summary ? summary.since().seq() : 0L);
  }
}
