package io.tertulia.session.mine;

import io.tertulia.protocol.Event;
import io.tertulia.room.Identity;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Principal;
import io.tertulia.room.mine.Change;
import io.tertulia.room.mine.Mark;
import io.tertulia.room.mine.MyRoom;
import io.tertulia.room.mine.MyRooms;
import io.tertulia.room.mine.News;
import io.tertulia.room.mine.Summaries.Denied;
import io.tertulia.room.mine.Summaries.Question;
import io.tertulia.room.mine.Summaries.Reply;
import io.tertulia.room.mine.Summaries.Summary;
import io.tertulia.session.mine.MineContext.Asker;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Which rooms stand on people's lists, and whom they blocked. Any thread; stages never fail. */
final class Lists {
  /** Of whom it is remembered that what they say in a room needs not put that on their list. */
  private static final int REMEMBERED = 20_000;

  private final MineContext context;

  /** The last ones. Guarded by itself. */
  private final Map<Place, Boolean> listed =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  private record Place(String user, RoomId room) {}

  Lists(MineContext context) {
    this.context = context;
  }

  CompletionStage<Event> follow(Asker asker, RoomId room, long id) {
    return begun(asker.who(), room, 0)
        .thenCompose(
            reply ->
                switch (reply) {
                  case Denied(var why) -> MineContext.done(MineContext.denied(id, why));
                  case Summary summary ->
                      change(
                          asker,
                          room,
                          new Change.Follow(
                              null, new Mark(summary.head().position(), summary.head().messages())),
                          id);
                })
        .exceptionally(failure -> MineContext.away(id));
  }

  private CompletionStage<Reply> begun(Principal who, RoomId room, long seq) {
    return context.summary(who, room, Question.since(null).at(seq));
  }

  CompletionStage<Event> unfollow(Asker asker, RoomId room, long id) {
    return change(asker, room, new Change.Forget(), id)
        .exceptionally(failure -> MineContext.away(id));
  }

  CompletionStage<Event> notify(Asker asker, RoomId room, MyRoom.Level level, long id) {
    return change(asker, room, new Change.Notify(level), id)
        .exceptionally(failure -> MineContext.away(id));
  }

  private CompletionStage<Event> change(Asker asker, RoomId room, Change change, long id) {
    News.What what = change instanceof Change.Forget ? News.What.UNLISTED : News.What.LISTED;
    return context
        .rooms()
        .change(asker.id(), room, change)
        .thenApply(
            outcome ->
                switch (outcome) {
                  case MyRoom.Changed changed -> {
                    context.tell(asker, room, what);
                    yield new Event.Ack(id, null);
                  }
                  case MyRoom.Same same -> new Event.Ack(id, null);
                  case MyRoom.Full full -> MineContext.full(id);
                  case MyRoom.Outdated outdated -> MineContext.away(id);
                });
  }

  CompletionStage<Event> block(Asker asker, String user, boolean on, long id) {
    if (user.equals(asker.id())) {
      return MineContext.done(Event.Error.ofField(id, "user", "You cannot block yourself."));
    }
    return context
        .rooms()
        .block(asker.id(), user, on)
        .<Event>thenApply(
            kept -> {
              context.tell(asker, null, News.What.BLOCKED);
              return kept
                  ? new Event.Ack(id, null)
                  : Event.Error.ofField(
                      id, "user", "You blocked " + MyRooms.MOST + " people: lift one first.");
            })
        .exceptionally(failure -> MineContext.away(id));
  }

  /**
   * Somebody said something: the room stands on its list from now on. Not on a guest's, most of
   * whom never come back: a guest follows.
   *
   * @param seq of it
   */
  void said(Asker asker, RoomId room, long seq) {
    if (!asker.who().who().guest() && isNew(new Place(asker.id(), room))) {
      put(asker, room, seq);
    }
  }

  private boolean isNew(Place place) {
    synchronized (listed) {
      return listed.put(place, true) == null;
    }
  }

  /** The room stands on somebody's list from now on, and what was before counts as read. */
  private void put(Asker asker, RoomId room, long seq) {
    var _ =
        context
            .rooms()
            .find(asker.id(), room)
            .<Event>thenCompose(
                row ->
                    row.isFollowed()
                        ? MineContext.done(new Event.Ack(0, null))
                        : begun(asker.who(), room, seq)
                            .thenCompose(
                                reply ->
                                    change(
                                        asker,
                                        room,
                                        new Change.Follow(
                                            null,
                                            reply instanceof Summary summary ? summary.at() : null),
                                        0)))
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    forget(new Place(asker.id(), room));
                  }
                });
  }

  /**
   * Somebody was given a role in a room: that stands on its list from now on.
   *
   * @param seq of the entry that tells of it
   */
  void granted(Asker by, String user, RoomId room, long seq) {
    Principal other = Principal.guest(new Identity(user, user, MyRooms.isGuest(user)));
    put(new Asker(other, by.session()), room, seq);
  }

  /** A room does not stand on somebody's list any more. */
  void unlisted(String user, RoomId room) {
    forget(new Place(user, room));
  }

  private void forget(Place place) {
    synchronized (listed) {
      listed.remove(place);
    }
  }
}
