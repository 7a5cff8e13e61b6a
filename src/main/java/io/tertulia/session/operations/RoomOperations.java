package io.tertulia.session.operations;

import io.tertulia.protocol.Command;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.Refusals;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Appended;
import io.tertulia.room.MessageLog.Denied;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Outdated;
import io.tertulia.room.MessageLog.Page;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.MessageLog.Refused;
import io.tertulia.room.MessageLog.Stored;
import io.tertulia.room.MessageLog.Unchanged;
import io.tertulia.room.MessageLog.View;
import io.tertulia.room.Position;
import io.tertulia.room.Presence;
import io.tertulia.room.RoomId;
import io.tertulia.room.Tracing;
import io.tertulia.room.access.Principal;
import io.tertulia.room.growing.Growing;
import io.tertulia.room.members.Right;
import io.tertulia.session.mine.MineOperations;
import io.tertulia.session.rights.Permission;
import io.tertulia.session.shared.SessionContext;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked without being in a room: the doors that keep no connection call it as it is, a
 * session for its client. Each stage completes with the reply, never exceptionally, on any thread.
 */
public final class RoomOperations {
  /** Bytes of entries in one reply: a reply waits for its client whole. */
  private static final long HISTORY = 256 * 1024;

  public static final String UNKNOWN =
      "The log did not answer: it may have been stored. Say it again with the same key.";

  public static final String UNKNOWN_PART =
      "The log did not answer: it may stand there. Append it again, it is not added twice.";

  public static final String OLD =
      "This node stood still, and what it reads now may be old: say it again with the same key.";

  private final SessionContext context;

  public RoomOperations(SessionContext context) {
    this.context = context;
  }

  /**
   * @return an {@link Event.Ack} or an {@link Event.Error}
   */
  public CompletionStage<Event> write(Principal who, Command.Writing asked) {
    return permitted(Permission.SAY, who, asked.room(), asked.id(), () -> store(who, "", asked));
  }

  /**
   * @return an {@link Event.History} or an {@link Event.Error}
   */
  public CompletionStage<Event> history(Principal who, Command.History asked) {
    return permitted(Permission.READ, who, asked.room(), asked.id(), () -> page(who, asked));
  }

  private CompletionStage<Event> permitted(
      Permission permission,
      Principal who,
      String room,
      long id,
      Supplier<CompletionStage<Event>> action) {
    return context
        .rights()
        .ask(permission, who, new RoomId(room))
        .handle((right, failure) -> right)
        .thenCompose(
            right -> {
              Event.Error no = permission.refusal(right, id);
              return no == null ? action.get() : CompletableFuture.completedStage(refusal(no));
            });
  }

  /**
   * As {@link #write}, for somebody who may.
   *
   * @param session that it came by, empty for none
   */
  public CompletionStage<Event> store(Principal who, String session, Command.Writing asked) {
    MineOperations mine = context.mine();
    if (mine == null) {
      return store(who, asked);
    }
    return mine.refusal(who, session, asked)
        .thenCompose(
            no -> no == null ? store(who, asked) : CompletableFuture.completedStage(refusal(no)))
        .thenApply(
            answer -> {
              if (asked instanceof Command.Say
                  && answer instanceof Event.Ack ack
                  && ack.said() != null) {
                mine.said(who, session, new RoomId(asked.room()), ack.said().seq());
              }
              return answer;
            });
  }

  private CompletionStage<Event> store(Principal who, Command.Writing asked) {
    RoomId room = new RoomId(asked.room());
    String key = asked.key() == null ? UUID.randomUUID().toString() : asked.key();
    String mid = who.who().mid(key);
    Draft draft = Drafts.of(who.who(), asked, mid).by(context.rights().authority(who, room));
    return append(room, draft)
        .thenApply(appended -> answer(asked, mid, appended))
        .exceptionally(
            failure -> refusal(Event.Error.of(asked.id(), ErrorCode.UNKNOWN_OUTCOME, UNKNOWN)));
  }

  /**
   * As {@link #write}, for one more part of a message that grows, of somebody who may. The same
   * part again is harmless.
   */
  public CompletionStage<Event> grow(Principal who, Command.Append asked) {
    RoomId room = new RoomId(asked.room());
    return context
        .growths()
        .append(
            room,
            new Growing.Part(
                asked.mid(),
                context.rights().authority(who, room),
                asked.at(),
                asked.text(),
                context.rules().limits().text()))
        .thenApply(grown -> answer(asked, grown))
        .exceptionally(
            failure ->
                refusal(Event.Error.of(asked.id(), ErrorCode.UNKNOWN_OUTCOME, UNKNOWN_PART)));
  }

  private Event answer(Command.Append asked, Growing.Grown grown) {
    return switch (grown) {
      case Growing.Taken taken -> new Event.Ack(asked.id(), null);
      case Growing.WrongOffset(long length) -> refusal(Event.Error.wrongOffset(asked.id(), length));
      case Growing.Denied(Right.Denial why) -> refusal(Permission.SAY.refusal(why, asked.id()));
      case Growing.Over over ->
          refusal(Event.Error.of(asked.id(), ErrorCode.GONE, "That message has ended."));
      case Growing.Refusal refusal -> refusal(refusal(asked, refusal));
    };
  }

  private Event.Error refusal(Command.Append asked, Growing.Refusal why) {
    return switch (why) {
      case UNKNOWN ->
          Event.Error.of(
              asked.id(),
              ErrorCode.NO_SUCH_MESSAGE,
              "No message with that mid grows in this room.");
      case NOT_YOURS ->
          Permission.SAY.refusal(new Right.Denial(Right.Why.NOT_YOURS, 0), asked.id());
      case TOO_LONG ->
          new Event.Error(
              asked.id(),
              0,
              ErrorCode.TOO_LARGE,
              Refusals.tooLarge("the whole text", context.rules().limits().text()),
              0,
              "text",
              0,
              Event.Error.NONE);
    };
  }

  private CompletionStage<Appended> append(RoomId room, Draft draft) {
    Tracing.Say span = context.tracing().say(room);
    if (span == null) {
      return context.log().append(room, draft);
    }
    return context
        .log()
        .append(room, draft.tracedBy(span.traceparent()))
        .whenComplete((appended, failure) -> span.answered(appended));
  }

  /** As {@link #history}, for somebody who may. */
  public CompletionStage<Event> page(Principal who, Command.History asked) {
    RoomId room = new RoomId(asked.room());
    Query query = query(asked);
    return context
        .log()
        .read(room, query, context.rights().authority(who, room))
        .thenApply(
            reading ->
                switch (reading) {
                  case Page page -> history(asked, page.within(HISTORY, query.direction()));
                  case Denied(Right.Denial why) ->
                      refusal(Permission.READ.refusal(why, asked.id()));
                })
        .exceptionally(failure -> refusal(readFailed(asked.id())));
  }

  /** Who is in a room, for somebody who is not, and may read it as far as access knows. */
  public CompletionStage<Event> membersFor(Principal who, Command.Members asked) {
    RoomId room = new RoomId(asked.room());
    return context
        .log()
        .read(room, Query.newest(0), context.rights().authority(who, room))
        .thenCompose(
            reading ->
                reading instanceof Denied(Right.Denial why)
                    ? CompletableFuture.completedStage(
                        refusal(Permission.SEE_MEMBERS.refusal(why, asked.id())))
                    : members(who, asked))
        .exceptionally(failure -> refusal(readFailed(asked.id())));
  }

  /** Who is in a room, for somebody who may know. */
  public CompletionStage<Event> members(Principal who, Command.Members asked) {
    RoomId room = new RoomId(asked.room());
    Presence.Roster roster = context.presence().roster(room);
    MineOperations mine = context.mine();
    CompletionStage<Map<String, Long>> marks =
        mine == null ? CompletableFuture.completedStage(Map.of()) : mine.marks(room, roster, who);
    return marks.thenApply(
        read ->
            new Event.Members(asked.id(), asked.room(), roster.count(), roster.members(), read));
  }

  /** Counts a refusal on its way out. */
  public Event refusal(Event.Error error) {
    context.meter().refused(error.code());
    return error;
  }

  public static Event.Error readFailed(long id) {
    return Event.Error.of(id, ErrorCode.UNAVAILABLE, "The log did not answer; try again.");
  }

  private Event answer(Command.Writing asked, String mid, Appended appended) {
    return switch (appended) {
      case Stored(Position position, boolean dup) -> {
        if (!dup) {
          context.meter().stored();
        }
        yield new Event.Ack(
            asked.id(), new Event.Said(asked.room(), position.epoch(), position.seq(), mid, dup));
      }
      case Unchanged unchanged -> new Event.Ack(asked.id(), null);
      case Outdated outdated -> throw new IllegalStateException("a message changes no rules");
      case Refused(ErrorCode code, String message, long until, long retryAfter) ->
          refusal(
              new Event.Error(
                  asked.id(),
                  0,
                  code,
                  message,
                  retryAfter,
                  field(asked, code),
                  until,
                  Event.Error.NONE));
    };
  }

  private static @Nullable String field(Command.Writing asked, ErrorCode code) {
    return code == ErrorCode.INVALID_FIELD ? asked instanceof Command.Say ? "thread" : "mid" : null;
  }

  private static Query query(Command.History asked) {
    return positions(asked).as(asked.all() ? View.ENTRIES : View.MESSAGES);
  }

  private static Query positions(Command.History asked) {
    if (asked.after() != null) {
      return Query.after(Position.parse(asked.after()), asked.limit());
    }
    return asked.before() == null
        ? Query.newest(asked.limit())
        : Query.before(Position.parse(asked.before()), asked.limit());
  }

  private static Event.History history(Command.History asked, Page page) {
    List<byte[]> entries = page.entries().stream().map(Entry::json).toList();
    return new Event.History(
        asked.id(),
        asked.room(),
        page.from().cursor(),
        entries,
        page.to().cursor(),
        page.more(),
        page.resets().isEmpty() ? null : page.resets().getFirst().reason());
  }
}
