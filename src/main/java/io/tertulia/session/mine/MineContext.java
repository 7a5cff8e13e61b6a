package io.tertulia.session.mine;

import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import io.tertulia.room.Bus;
import io.tertulia.room.MessageLog;
import io.tertulia.room.Presence;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Principal;
import io.tertulia.room.members.Right;
import io.tertulia.room.mine.DirectRooms;
import io.tertulia.room.mine.MyRooms;
import io.tertulia.room.mine.News;
import io.tertulia.room.mine.Summaries;
import io.tertulia.session.rights.Permission;
import io.tertulia.session.rights.Rights;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What all clients of a node share, as far as it is about their own rooms.
 *
 * @param kept where lists, marks and blocks are
 * @param around the rooms themselves
 * @param direct what rooms of two are called
 * @param receipts whether the people in a small room are told who has read what
 */
public record MineContext(Kept kept, Around around, DirectRooms direct, boolean receipts) {
  static final String AWAY = "Your list cannot be reached now; try again.";

  /** What people have. */
  public record Kept(MyRooms rooms, Summaries summaries, News news) {}

  /** What there is of the rooms themselves. */
  public record Around(MessageLog log, Bus bus, Presence presence, Rights rights) {}

  /**
   * Who asks, by which connection.
   *
   * @param session names it
   */
  public record Asker(Principal who, String session) {
    String id() {
      return who.who().id();
    }
  }

  MyRooms rooms() {
    return kept.rooms;
  }

  CompletionStage<Summaries.Reply> summary(
      Principal who, RoomId room, Summaries.Question question) {
    return kept.summaries.of(room, question, around.rights.authority(who, room));
  }

  void tell(Asker asker, @Nullable RoomId room, News.What what) {
    kept.news.tell(new News.Item(asker.id(), asker.session, room, what, 0, false));
  }

  static Event.Error full(long id) {
    return Event.Error.of(
        id,
        ErrorCode.ROOM_LIMIT,
        "So much is kept of you that no more fits, "
            + MyRooms.MOST
            + " at most: take rooms off"
            + " your list with follow {room, on: false}.");
  }

  static Event.Error away(long id) {
    return Event.Error.of(id, ErrorCode.UNAVAILABLE, AWAY);
  }

  static Event.Error denied(long id, Right.Denial why) {
    return Permission.READ.refusal(why, id);
  }

  static CompletionStage<Event> done(Event event) {
    return CompletableFuture.completedStage(event);
  }
}
