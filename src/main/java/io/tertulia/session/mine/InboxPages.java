package io.tertulia.session.mine;

import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Principal;
import io.tertulia.room.mine.MyRoom;
import io.tertulia.room.mine.Summaries.Denied;
import io.tertulia.room.mine.Summaries.Question;
import io.tertulia.room.mine.Summaries.Summary;
import io.tertulia.session.rights.Permission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The list of somebody's rooms with what is new in each: worked out from the marks and the rooms as
 * they are, every time. A page goes over a few rooms at a time, so that others have their turn in
 * between. Any thread; stages never fail.
 */
final class InboxPages {
  /** Rooms of one page. */
  static final int ROOMS = 500;

  /** Bytes of one page, about. */
  static final long BYTES = 512 * 1024;

  /** Rooms that are asked for at once. */
  private static final int STEP = 32;

  /** Bytes of a room beside its last message, about. */
  private static final int ROOM_BYTES = 300;

  private final MineContext context;

  InboxPages(MineContext context) {
    this.context = context;
  }

  /** Who asks for a page. */
  interface Reader {
    /**
     * @return milliseconds to wait before so many rooms may be asked for; 0 for now
     */
    long throttle(int rooms);

    /** Completes when these rooms may be looked at: what comes afterwards is told otherwise. */
    CompletionStage<?> before(List<RoomId> rooms, Set<String> blocked);

    /** As {@link Event.Inbox#watched}. */
    CompletionStage<Integer> watched();
  }

  /** A page on its way. */
  private record Page(
      Principal who,
      List<Map.Entry<RoomId, MyRoom>> rooms,
      Set<String> blocked,
      long id,
      Reader reader) {
    private Page {
      rooms = List.copyOf(rooms);
    }
  }

  /**
   * @param after the room after which to go on, null from the beginning
   * @return an {@link Event.Inbox} or an {@link Event.Error}
   */
  CompletionStage<Event> page(Principal who, @Nullable String after, long id, Reader reader) {
    String user = who.who().id();
    return context
        .rooms()
        .all(user)
        .thenCombine(
            context.rooms().blocked(user),
            (all, blocked) -> new Page(who, sorted(all, after), blocked, id, reader))
        .thenCompose(
            page -> {
              long pause = reader.throttle(Math.min(ROOMS, page.rooms.size()));
              return pause > 0
                  ? MineContext.done(tooSoon(id, pause))
                  : goOn(page, 0, new ArrayList<>(), 0);
            })
        .exceptionally(failure -> MineContext.away(id));
  }

  private static Event.Error tooSoon(long id, long pause) {
    String message = "Your list is long: wait " + pause + " ms, then ask for it again.";
    return new Event.Error(
        id, 0, ErrorCode.RATE_LIMITED, message, pause, null, 0, Event.Error.NONE);
  }

  private static List<Map.Entry<RoomId, MyRoom>> sorted(
      Map<RoomId, MyRoom> all, @Nullable String after) {
    return all.entrySet().stream()
        .filter(room -> room.getValue().isFollowed())
        .filter(room -> after == null || room.getKey().value().compareTo(after) > 0)
        .sorted(Comparator.comparing(room -> room.getKey().value()))
        .toList();
  }

  private CompletionStage<Event> goOn(Page page, int from, List<Event.Listed> found, long bytes) {
    if (from == page.rooms.size()) {
      return done(page, found, null);
    }
    if (from >= ROOMS || bytes >= BYTES) {
      String last = page.rooms.get(from - 1).getKey().value();
      return done(page, found, last);
    }
    int to = Math.min(page.rooms.size(), from + STEP);
    var step = page.rooms.subList(from, to);
    return page.reader
        .before(step.stream().map(Map.Entry::getKey).toList(), page.blocked)
        .thenCompose(ready -> listed(page, step))
        .thenCompose(
            more -> {
              found.addAll(more);
              return goOn(page, to, found, bytes + more.stream().mapToLong(InboxPages::size).sum());
            });
  }

  private static CompletionStage<Event> done(
      Page page, List<Event.Listed> found, @Nullable String next) {
    return page.reader
        .watched()
        .thenApply(watched -> new Event.Inbox(page.id, found, List.of(), next, watched));
  }

  private static long size(Event.Listed room) {
    return room.last() == null ? ROOM_BYTES : ROOM_BYTES + (long) room.last().length;
  }

  private CompletionStage<List<Event.Listed>> listed(
      Page page, List<Map.Entry<RoomId, MyRoom>> step) {
    List<CompletableFuture<Event.@Nullable Listed>> asked = new ArrayList<>(STEP);
    for (var room : step) {
      asked.add(
          listed(page.who, room.getKey(), room.getValue(), page.blocked).toCompletableFuture());
    }
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .thenApply(
            done -> asked.stream().map(CompletableFuture::join).filter(Objects::nonNull).toList());
  }

  /**
   * One room as it is now.
   *
   * @param blocked whose mentions do not count
   * @return null for one that may not be read any more
   */
  CompletionStage<Event.@Nullable Listed> listed(
      Principal who, RoomId room, MyRoom row, Set<String> blocked) {
    Question question = Question.since(row.read());
    return context
        .around()
        .rights()
        .ask(Permission.READ, who, room)
        .thenCompose(
            may ->
                may
                    ? context.summary(
                        who, room, blocked.isEmpty() ? question : question.withAuthors())
                    : CompletableFuture.completedStage(null))
        .thenApply(
            reply ->
                switch (reply) {
                  case null -> null;
                  case Denied denied -> null;
                  case Summary summary -> listed(room, row, summary, blocked);
                });
  }

  private static Event.Listed listed(
      RoomId room, MyRoom row, Summary summary, Set<String> blocked) {
    long unwanted = summary.since().authors().stream().filter(blocked::contains).count();
    return new Event.Listed(
        room.value(),
        summary.title(),
        row.with(),
        summary.right().role().wireName(),
        row.level().wireName(),
        summary.right().stored().isMuted(summary.now()),
        summary.head().position().cursor(),
        summary.head().messages(),
        summary.since().seq(),
        summary.since().unread(),
        summary.since().mentions() - unwanted,
        Preview.of(summary.last()));
  }
}
