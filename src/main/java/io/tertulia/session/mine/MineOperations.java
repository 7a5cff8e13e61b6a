package io.tertulia.session.mine;

import io.tertulia.protocol.Command;
import io.tertulia.protocol.Event;
import io.tertulia.room.Presence;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Principal;
import io.tertulia.room.mine.Mark;
import io.tertulia.room.mine.MyRoom;
import io.tertulia.session.mine.MineContext.Asker;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked about one's own rooms, and what the rest of a node has to say to them. Any
 * thread; stages never fail.
 */
public final class MineOperations {
  private final MineContext context;
  private final Marks marks;
  private final Lists lists;
  private final InboxPages pages;
  private final DirectMessages direct;

  public MineOperations(MineContext context) {
    this.context = context;
    this.marks = new Marks(context);
    this.lists = new Lists(context);
    this.pages = new InboxPages(context);
    this.direct = new DirectMessages(context);
  }

  Marks marks() {
    return marks;
  }

  Lists lists() {
    return lists;
  }

  InboxPages pages() {
    return pages;
  }

  DirectMessages direct() {
    return direct;
  }

  MineContext context() {
    return context;
  }

  /**
   * Why something may not be said, beside what its room allows.
   *
   * @param session that it comes by, empty for none
   * @return null when it may
   */
  public CompletionStage<Event.@Nullable Error> refusal(
      Principal who, String session, Command.Writing asked) {
    return direct.refusal(new Asker(who, session), asked);
  }

  /** Something was said. */
  public void said(Principal who, String session, RoomId room, long seq) {
    lists.said(new Asker(who, session), room, seq);
  }

  /** As {@link Lists#granted}. */
  public void granted(Principal by, String session, String user, RoomId room, long seq) {
    lists.granted(new Asker(by, session), user, room, seq);
  }

  /** As {@link Lists#unlisted}, however it came to that. */
  public void unlisted(String user, RoomId room) {
    lists.unlisted(user, room);
  }

  /** Up to where each of those in a small room has read, by id; empty for a larger one. */
  public CompletionStage<Map<String, Long>> marks(
      RoomId room, Presence.Roster roster, Principal reader) {
    return marks.of(room, roster, reader);
  }

  /**
   * @return {@link MyRoom#NONE} also when it cannot be known now
   */
  public CompletionStage<MyRoom> find(Principal who, RoomId room) {
    return context.rooms().find(who.who().id(), room).exceptionally(failure -> MyRoom.NONE);
  }

  /** One room of somebody's list as it is now; null for one that is not on it, or not readable. */
  CompletionStage<Event.@Nullable Listed> listed(Principal who, RoomId room) {
    String user = who.who().id();
    return context
        .rooms()
        .find(user, room)
        .thenCombine(
            context.rooms().blocked(user),
            (row, blocked) ->
                row.isFollowed()
                    ? pages.listed(who, room, row, blocked)
                    : CompletableFuture.<Event.@Nullable Listed>completedStage(null))
        .thenCompose(stage -> stage);
  }

  /** As {@link Marks#place}; 0 also when it cannot be known now. */
  public CompletionStage<Long> place(Mark mark, RoomId room, Principal reader) {
    return marks.place(mark, room, reader).exceptionally(failure -> 0L);
  }
}
