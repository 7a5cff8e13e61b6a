package io.tertulia.session.mine;

import io.tertulia.format.EntryEncoder;
import io.tertulia.protocol.Command;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Outdated;
import io.tertulia.room.MessageLog.Stored;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Principal;
import io.tertulia.room.members.Policy;
import io.tertulia.room.members.Role;
import io.tertulia.room.members.RoomRules;
import io.tertulia.room.members.RoomState;
import io.tertulia.room.members.RuleChange;
import io.tertulia.room.members.Standing;
import io.tertulia.room.mine.Change;
import io.tertulia.room.mine.MyRoom;
import io.tertulia.room.mine.MyRooms;
import io.tertulia.room.mine.MyRooms.Reached;
import io.tertulia.room.mine.News;
import io.tertulia.session.mine.MineContext.Asker;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of two: nobody owns one, both are members of it, and who is blocked by the other writes
 * nothing there. Any thread; stages never fail.
 */
final class DirectMessages {
  /** Looks, when both open it at the same time. */
  private static final int LOOKS = 8;

  /** Also of who takes none at all: it does not tell who was blocked. */
  private static final String NOT_REACHED = "This person cannot be written to directly.";

  private static final Policy.Read READ = Policy.Read.MEMBERS;
  private static final Policy.Say SAY = Policy.Say.MEMBERS;

  private final MineContext context;

  DirectMessages(MineContext context) {
    this.context = context;
  }

  /** With oneself it is a room for notes. */
  CompletionStage<Event> open(Asker asker, String user, long id) {
    if (asker.who().who().guest()) {
      return refused(id, "Sign in to write to people directly.");
    }
    if (MyRooms.isGuest(user)) {
      return refused(id, NOT_REACHED);
    }
    RoomId room = context.direct().of(asker.id(), user);
    return reach(asker, user, room)
        .thenCompose(reached -> reached ? opened(asker, user, room, id) : refused(id, NOT_REACHED))
        .exceptionally(failure -> MineContext.away(id));
  }

  /**
   * @return whether the other one takes it
   */
  private CompletionStage<Boolean> reach(Asker asker, String user, RoomId room) {
    if (user.equals(asker.id())) {
      return CompletableFuture.completedStage(true);
    }
    return context
        .rooms()
        .reach(user, asker.id(), room)
        .thenApply(
            reached -> {
              if (reached == Reached.NEWLY) {
                context
                    .kept()
                    .news()
                    .tell(new News.Item(user, asker.session(), room, News.What.LISTED, 0, false));
              }
              return reached == Reached.NEWLY || reached == Reached.REACHED;
            });
  }

  private CompletionStage<Event> opened(Asker asker, String user, RoomId room, long id) {
    return made(asker, user, room, LOOKS)
        .thenCompose(
            done -> context.rooms().change(asker.id(), room, new Change.Follow(user, null)))
        .thenApply(
            outcome -> {
              if (outcome instanceof MyRoom.Full) {
                return MineContext.full(id);
              }
              if (outcome instanceof MyRoom.Changed) {
                context.tell(asker, room, News.What.LISTED);
              }
              return new Event.Opened(id, room.value());
            });
  }

  /** Whoever of the two is no member becomes one: each is a change of its own. */
  private CompletionStage<Boolean> made(Asker asker, String user, RoomId room, int looks) {
    return context
        .around()
        .log()
        .look(room, List.of(asker.id(), user))
        .thenCompose(
            state -> {
              String missing = missing(state, asker.id(), user);
              return missing == null
                  ? CompletableFuture.completedStage(true)
                  : add(asker, missing, room, state)
                      .thenCompose(
                          added ->
                              looks == 0
                                  ? CompletableFuture.failedStage(new IllegalStateException())
                                  : made(asker, user, room, looks - 1));
            });
  }

  private static @Nullable String missing(RoomState state, String one, String other) {
    for (String person : List.of(one, other)) {
      if (!state.rules().exist() || state.standing(person).role() == Role.NONE) {
        return person;
      }
    }
    return null;
  }

  private CompletionStage<Boolean> add(Asker asker, String person, RoomId room, RoomState state) {
    RoomRules before = state.rules();
    Standing member = state.standing(person).as(Role.MEMBER);
    RoomRules after =
        new RoomRules(before.version(), READ, SAY, 0, before.owners(), before.people())
            .with(state.find(person), member);
    RuleChange change =
        new RuleChange(
            before.version(), false, after, null, null, new RuleChange.Person(person, member));
    Draft draft = draft(asker.who(), person, room, before.exist(), after.version()).by(change);
    return context
        .around()
        .log()
        .append(room, draft)
        .thenCompose(
            appended ->
                appended instanceof Stored || appended instanceof Outdated
                    ? CompletableFuture.completedStage(true)
                    : CompletableFuture.failedStage(
                        new IllegalStateException(appended.toString())));
  }

  private static Draft draft(
      Principal by, String person, RoomId room, boolean exists, long version) {
    String mid = by.who().mid(UUID.randomUUID().toString());
    String name = room.value();
    Event.From from = by.who().from();
    if (exists) {
      return new Draft(
          mid,
          EntryEncoder.head("member", name),
          EntryEncoder.memberTail(
              new Event.MemberChanged(
                  name, mid, from, person, "member", null, null, false, 0, null, version)),
          null);
    }
    return new Draft(
        mid,
        EntryEncoder.head("room", name),
        EntryEncoder.roomTail(
            new Event.RoomChanged(
                name, mid, from, READ.wireName(), SAY.wireName(), "", "", 0, null, version)),
        null);
  }

  /**
   * Before something is said in a room of two: whether the other one takes it. It stands on the
   * other's list from then on, if it did not.
   *
   * @return null when it may be said
   */
  CompletionStage<Event.@Nullable Error> refusal(Asker asker, Command.Writing asked) {
    RoomId room = new RoomId(asked.room());
    if (!room.isDirect() || asked instanceof Command.Delete) {
      return CompletableFuture.completedStage(null);
    }
    return context
        .rooms()
        .find(asker.id(), room)
        .<Event.@Nullable Error>thenCompose(row -> refusal(asker, asked, room, row.with()))
        .exceptionally(failure -> MineContext.away(asked.id()));
  }

  private CompletionStage<Event.@Nullable Error> refusal(
      Asker asker, Command.Writing asked, RoomId room, @Nullable String other) {
    if (other == null) {
      return CompletableFuture.completedStage(
          forbidden(asked.id(), "It is not on your list: open it with dm {user}."));
    }
    return reach(asker, other, room)
        .thenApply(reached -> reached ? null : forbidden(asked.id(), NOT_REACHED));
  }

  private static CompletionStage<Event> refused(long id, String message) {
    return MineContext.done(forbidden(id, message));
  }

  private static Event.Error forbidden(long id, String message) {
    return Event.Error.of(id, ErrorCode.FORBIDDEN, message);
  }
}
