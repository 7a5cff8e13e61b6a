package io.tertulia.session.administration;

import io.tertulia.format.EntryEncoder;
import io.tertulia.protocol.Command;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import io.tertulia.room.MessageLog;
import io.tertulia.room.MessageLog.Appended;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Outdated;
import io.tertulia.room.MessageLog.Refused;
import io.tertulia.room.MessageLog.Stored;
import io.tertulia.room.MessageLog.Unchanged;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Principal;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Policy;
import io.tertulia.room.members.Right;
import io.tertulia.room.members.Role;
import io.tertulia.room.members.RoomState;
import io.tertulia.room.members.acts.Act;
import io.tertulia.room.members.acts.Judge;
import io.tertulia.session.rights.Permission;
import io.tertulia.session.rights.Rights;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Changes rooms and what somebody is in them: looks, judges, and has the log store the entry if the
 * room is still as it was judged; else it looks again. Each stage completes with the reply, never
 * exceptionally, on any thread.
 */
public final class RoomAdministration {
  /** Looks, when others change the same room at the same time. */
  private static final int LOOKS = 8;

  private static final String UNKNOWN =
      "The log did not answer: it may have been done. Again, with the same key, does no harm.";

  private static final String AWAY = "The log did not answer; try again.";

  private final MessageLog log;
  private final Rights rights;
  private final Function<Event.Error, Event> refusals;
  private final RoomQuota quota;

  /**
   * @param refusals counts a refusal on its way out
   */
  public RoomAdministration(MessageLog log, Rights rights, Function<Event.Error, Event> refusals) {
    this.log = log;
    this.rights = rights;
    this.refusals = refusals;
    Rights.Ownership ownership = rights.ownership();
    this.quota = new RoomQuota(ownership.rooms(), log, ownership.most());
  }

  /** One command on its way, as who asks for it. */
  private record Asked(Principal who, Command.Administrative command, Act act, String mid) {
    RoomId room() {
      return new RoomId(command.room());
    }
  }

  /**
   * @return an {@link Event.Ack} or an {@link Event.Error}
   */
  public CompletionStage<Event> carryOut(Principal who, Command.Administrative command) {
    String key = command.key() == null ? UUID.randomUUID().toString() : command.key();
    Asked asked = new Asked(who, command, act(command), who.who().mid(key));
    return attempt(asked, LOOKS)
        .exceptionally(failure -> refused(command.id(), ErrorCode.UNAVAILABLE, AWAY));
  }

  /**
   * @return an {@link Event.Policy} or an {@link Event.Error}
   */
  public CompletionStage<Event> policy(Principal who, Command.Policy asked) {
    RoomId room = new RoomId(asked.room());
    Authority authority = rights.authority(who, room);
    return log.look(room, List.of(authority.id()))
        .thenApply(state -> policy(asked, authority, state))
        .exceptionally(failure -> refused(asked.id(), ErrorCode.UNAVAILABLE, AWAY));
  }

  private Event policy(Command.Policy asked, Authority who, RoomState state) {
    Right right = state.right(who);
    Right.Denial no = right.toRead(state.now());
    if (no != null) {
      return refusals.apply(Permission.READ.refusal(no, asked.id()));
    }
    Policy policy = right.policy();
    boolean muted = right.stored().isMuted(state.now());
    return new Event.Policy(
        asked.id(),
        asked.room(),
        policy.read().wireName(),
        policy.say().wireName(),
        state.title(),
        state.topic(),
        policy.slow(),
        right.role().wireName(),
        muted,
        muted ? right.stored().mutedUntil() : 0);
  }

  private CompletionStage<Event> attempt(Asked asked, int looks) {
    Authority actor = rights.authority(asked.who, asked.room());
    List<String> people =
        asked.act instanceof Act.OnPerson person
            ? List.of(actor.id(), person.user())
            : List.of(actor.id());
    return log.look(asked.room(), people).thenCompose(state -> judged(asked, actor, state, looks));
  }

  private CompletionStage<Event> judged(Asked asked, Authority actor, RoomState state, int looks) {
    boolean mayCreate = rights.mayCreate(asked.who);
    return switch (new Judge(actor, state).judge(asked.act, mayCreate)) {
      case Judge.Already already -> done(new Event.Ack(asked.command.id(), null));
      case Judge.Refusal no -> done(refusals.apply(error(asked.command.id(), no)));
      case Judge.Changes changes when begins(asked, changes) ->
          quota
              .take(actor.id(), asked.room())
              .thenCompose(
                  may ->
                      may
                          ? changed(asked, actor, state, changes, looks)
                          : done(tooMany(asked.command.id())));
      case Judge.Changes changes -> changed(asked, actor, state, changes, looks);
    };
  }

  /**
   * Whether the room has rules from then on, and they are somebody's who may not have any number.
   */
  private static boolean begins(Asked asked, Judge.Changes changes) {
    return changes.change().version() == 0 && !asked.who.isAdmin();
  }

  private CompletionStage<Event> changed(
      Asked asked, Authority actor, RoomState state, Judge.Changes changes, int looks) {
    return log.append(asked.room(), draft(asked, actor, state, changes))
        .exceptionally(failure -> new Refused(ErrorCode.UNKNOWN_OUTCOME, UNKNOWN))
        .thenCompose(
            appended -> {
              if (begins(asked, changes) && isSurelyNotStored(appended)) {
                quota.giveBack(actor.id(), asked.room());
              }
              return answer(asked, appended, looks);
            });
  }

  private static boolean isSurelyNotStored(Appended appended) {
    return switch (appended) {
      case Stored stored -> false;
      case Outdated outdated -> true;
      case Unchanged unchanged -> true;
      case Refused no -> no.code() != ErrorCode.UNKNOWN_OUTCOME;
    };
  }

  private Event tooMany(long id) {
    return refused(
        id,
        ErrorCode.ROOM_LIMIT,
        "You have " + quota.most() + " rooms with rules already: close one first.");
  }

  private static Event.Error error(long id, Judge.Refusal no) {
    return no.denial() == null
        ? new Event.Error(id, 0, no.code(), no.message(), 0, no.field(), 0, Event.Error.NONE)
        : Permission.CHANGE.refusal(no.denial(), id);
  }

  private CompletionStage<Event> answer(Asked asked, Appended appended, int looks) {
    long id = asked.command.id();
    return switch (appended) {
      case Stored(var position, boolean dup) ->
          done(
              new Event.Ack(
                  id,
                  new Event.Said(
                      asked.command.room(), position.epoch(), position.seq(), asked.mid, dup)));
      case Unchanged unchanged ->
          throw new IllegalStateException("a change of rules amends nothing");
      case Outdated outdated when looks > 1 -> attempt(asked, looks - 1);
      case Outdated outdated ->
          done(
              refused(
                  id,
                  ErrorCode.UNAVAILABLE,
                  "Too many change this room at the same time; try again."));
      case Refused no -> done(refusals.apply(Event.Error.of(id, no.code(), no.message())));
    };
  }

  private static Draft draft(Asked asked, Authority actor, RoomState state, Judge.Changes changes) {
    String room = asked.command.room();
    Draft draft =
        asked.act instanceof Act.OnPerson person
            ? new Draft(
                asked.mid,
                EntryEncoder.head("member", room),
                EntryEncoder.memberTail(member(asked, person, changes)),
                null)
            : new Draft(
                asked.mid,
                EntryEncoder.head("room", room),
                EntryEncoder.roomTail(room(asked, actor, state, changes)),
                null);
    return draft.by(changes.change());
  }

  private static Event.RoomChanged room(
      Asked asked, Authority actor, RoomState state, Judge.Changes changes) {
    var change = changes.change();
    Policy policy = change.rules().over(actor.byDefault());
    return new Event.RoomChanged(
        asked.command.room(),
        asked.mid,
        asked.who.who().from(),
        policy.read().wireName(),
        policy.say().wireName(),
        Objects.requireNonNullElse(change.title(), state.title()),
        Objects.requireNonNullElse(change.topic(), state.topic()),
        policy.slow(),
        change.person() == null ? null : change.person().user(),
        change.rules().version());
  }

  private static Event.MemberChanged member(Asked asked, Act.OnPerson act, Judge.Changes changes) {
    boolean on = changes.until() > 0;
    return new Event.MemberChanged(
        asked.command.room(),
        asked.mid,
        asked.who.who().from(),
        act.user(),
        act instanceof Act.Grant grant ? grant.role().wireName() : null,
        act instanceof Act.Mute ? on : null,
        act instanceof Act.Ban ? on : null,
        act instanceof Act.Kick,
        changes.until(),
        reason(asked.command),
        changes.change().rules().version());
  }

  /** What the actor gave as one. */
  static @Nullable String reason(Command.Administrative command) {
    return switch (command) {
      case Command.Kick kick -> kick.reason();
      case Command.Mute mute -> mute.reason();
      case Command.Ban ban -> ban.reason();
      case Command.Room room -> null;
      case Command.Grant grant -> null;
    };
  }

  private static Act act(Command.Administrative command) {
    return switch (command) {
      case Command.Room room ->
          new Act.Configure(
              room.read() == null ? null : Policy.Read.valueOf(upper(room.read())),
              room.say() == null ? null : Policy.Say.valueOf(upper(room.say())),
              room.title(),
              room.topic(),
              room.slow());
      case Command.Grant grant ->
          new Act.Grant(grant.user(), Objects.requireNonNull(Role.parse(grant.role())));
      case Command.Kick kick -> new Act.Kick(kick.user());
      case Command.Mute mute -> new Act.Mute(mute.user(), mute.time());
      case Command.Ban ban -> new Act.Ban(ban.user(), ban.time());
    };
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  private Event refused(long id, ErrorCode code, String message) {
    return refusals.apply(Event.Error.of(id, code, message));
  }

  private static CompletionStage<Event> done(Event event) {
    return CompletableFuture.completedStage(event);
  }
}
