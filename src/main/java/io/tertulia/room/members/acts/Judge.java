package io.tertulia.room.members.acts;

import io.tertulia.protocol.ErrorCode;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Right;
import io.tertulia.room.members.Right.Denial;
import io.tertulia.room.members.Role;
import io.tertulia.room.members.RoomRules;
import io.tertulia.room.members.RoomState;
import io.tertulia.room.members.RuleChange;
import io.tertulia.room.members.Standing;
import org.jspecify.annotations.Nullable;

/**
 * Who may change what of whom. Nobody acts on an equal or a higher one; an administrator may
 * everything. Of somebody else's role what is stored counts: what a token grants, only its bearer
 * brings, and for as long as it is good; nobody makes more of it by itself. Nobody can shut itself
 * out by a policy: who may change one is an owner, and owners read and say whatever it is.
 */
public final class Judge {
  /** An end that differs by less from the one that stands is a repeat of the same command. */
  private static final long REPEAT = 60_000;

  private final Authority actor;
  private final RoomState state;
  private final Right right;

  /** What becomes of an act. */
  public sealed interface Outcome {}

  /** Nothing is to be changed: it is so already. */
  public record Already() implements Outcome {}

  /**
   * @param until when a mute or ban ends: 0 lifts it, {@link Standing#FOREVER} for good
   */
  public record Changes(RuleChange change, long until) implements Outcome {}

  /**
   * It may not be done.
   *
   * @param field what was wrong with the command, null when it is the actor
   * @param denial when the actor may not even read there, else null
   */
  public record Refusal(
      ErrorCode code, @Nullable String field, String message, @Nullable Denial denial)
      implements Outcome {
    private static Refusal forbidden(String message) {
      return new Refusal(ErrorCode.FORBIDDEN, null, message, null);
    }

    private static Refusal wrongUser(String message) {
      return new Refusal(ErrorCode.INVALID_FIELD, "user", message, null);
    }
  }

  public Judge(Authority actor, RoomState state) {
    this.actor = actor;
    this.state = state;
    this.right = state.right(actor);
  }

  /**
   * @param mayCreate whether the actor may create rooms with a policy
   */
  public Outcome judge(Act act, boolean mayCreate) {
    Denial no = right.toRead(state.now());
    if (no != null) {
      return new Refusal(ErrorCode.FORBIDDEN, null, "You may not change this room.", no);
    }
    return switch (act) {
      case Act.Configure configure -> configure(configure, mayCreate);
      case Act.OnPerson person -> onPerson(person);
    };
  }

  private Outcome configure(Act.Configure act, boolean mayCreate) {
    RoomRules rules = state.rules();
    boolean owns = isAtLeast(Role.OWNER);
    if (!rules.exist() && !owns) {
      Refusal no = unlessCreated(mayCreate);
      return no == null ? created(act, true) : no;
    }
    if (!owns && (act.touchesPolicy() || !isAtLeast(Role.MODERATOR))) {
      return Refusal.forbidden(
          act.touchesPolicy()
              ? "An owner of the room changes what it allows."
              : "A moderator of the room changes its title and topic.");
    }
    return rules.exist() ? changed(act) : created(act, false);
  }

  private @Nullable Refusal unlessCreated(boolean mayCreate) {
    if (!mayCreate) {
      return Refusal.forbidden("You may not create a room with a policy.");
    }
    if (!actor.byDefault().isOpen()) {
      return Refusal.forbidden("What rooms of this name allow is for the configuration to say.");
    }
    return state.isUsed()
        ? Refusal.forbidden("This room is in use by everybody: choose one that nobody has used.")
        : null;
  }

  private Changes created(Act.Configure act, boolean onlyUnused) {
    Standing before = state.find(actor.id());
    Standing owner = state.standing(actor.id()).as(Role.OWNER);
    RoomRules rules = configured(act).with(before, owner);
    return new Changes(
        new RuleChange(
            0,
            onlyUnused,
            rules,
            act.title(),
            act.topic(),
            new RuleChange.Person(actor.id(), owner)),
        0);
  }

  private Outcome changed(Act.Configure act) {
    RoomRules before = state.rules();
    RoomRules after = configured(act);
    String title = act.title() == null || act.title().equals(state.title()) ? null : act.title();
    String topic = act.topic() == null || act.topic().equals(state.topic()) ? null : act.topic();
    if (after.equals(before) && title == null && topic == null) {
      return new Already();
    }
    return new Changes(new RuleChange(before.version(), false, next(after), title, topic, null), 0);
  }

  private RoomRules configured(Act.Configure act) {
    RoomRules rules = state.rules();
    return new RoomRules(
        rules.version(),
        act.read() == null ? rules.read() : act.read(),
        act.say() == null ? rules.say() : act.say(),
        act.slow() == null ? rules.slow() : act.slow(),
        rules.owners(),
        rules.people());
  }

  private Outcome onPerson(Act.OnPerson act) {
    boolean isSelf = act.user().equals(actor.id());
    Refusal no =
        act instanceof Act.Grant grant
            ? isSelf ? onSelf(grant) : onOther(grant)
            : isSelf ? Refusal.wrongUser("You cannot do this to yourself.") : onLower(act);
    if (no != null) {
      return no;
    }
    if (state.find(act.user()) == null && state.rules().people() >= RoomRules.MOST) {
      return new Refusal(
          ErrorCode.ROOM_LIMIT,
          "user",
          "The room knows " + RoomRules.MOST + " people already, and no more fit.",
          null);
    }
    Standing before = state.standing(act.user());
    return switch (act) {
      case Act.Grant grant ->
          before.role() == grant.role()
              ? new Already()
              : changes(act.user(), before.as(grant.role()), 0);
      case Act.Kick kick -> kicked();
      case Act.Mute mute -> {
        long until = end(mute.time());
        yield isRepeat(before.mutedUntil(), until, mute.time())
            ? new Already()
            : changes(act.user(), before.muted(until), until);
      }
      case Act.Ban ban -> {
        long until = end(ban.time());
        yield isRepeat(before.bannedUntil(), until, ban.time())
            ? new Already()
            : changes(act.user(), before.banned(until), until);
      }
    };
  }

  private @Nullable Refusal onSelf(Act.Grant act) {
    Standing own = state.standing(actor.id());
    if (!right.isAdmin() && act.role().compareTo(own.role()) > 0) {
      return Refusal.forbidden("Nobody gives itself a higher role than was granted to it.");
    }
    boolean leaves = own.role() == Role.OWNER && act.role() != Role.OWNER;
    return leaves && !right.isAdmin() && state.rules().owners() <= 1
        ? Refusal.forbidden("You are the last owner: make somebody else one first.")
        : null;
  }

  private @Nullable Refusal onOther(Act.Grant act) {
    Standing other = state.standing(act.user());
    boolean roles = act.role().isAtLeast(Role.MODERATOR) || other.role().isAtLeast(Role.MODERATOR);
    if (!isAtLeast(roles ? Role.OWNER : Role.MODERATOR)) {
      return Refusal.forbidden(
          roles
              ? "An owner of the room gives and takes the roles of owners and moderators."
              : "A moderator of the room adds and removes its members.");
    }
    if (other.role() != act.role() && isHigh(other)) {
      return Refusal.forbidden("Nobody acts on an equal or a higher role.");
    }
    return act.role() != Role.NONE && other.isBanned(state.now())
        ? Refusal.wrongUser(act.user() + " is banned from this room: lift the ban first.")
        : null;
  }

  private @Nullable Refusal onLower(Act.OnPerson act) {
    if (!isAtLeast(Role.MODERATOR)) {
      return Refusal.forbidden("A moderator of the room does this.");
    }
    return isHigh(state.standing(act.user()))
        ? Refusal.forbidden("Nobody acts on an equal or a higher role.")
        : null;
  }

  private boolean isHigh(Standing other) {
    return !right.isAdmin() && other.role().isAtLeast(right.role());
  }

  private boolean isAtLeast(Role role) {
    return right.isAdmin() || right.role().isAtLeast(role);
  }

  private Changes kicked() {
    RoomRules rules = state.rules();
    return new Changes(new RuleChange(rules.version(), false, next(rules), null, null, null), 0);
  }

  private Changes changes(String user, Standing after, long until) {
    RoomRules rules = state.rules();
    return new Changes(
        new RuleChange(
            rules.version(),
            false,
            rules.with(state.find(user), after),
            null,
            null,
            new RuleChange.Person(user, after)),
        until);
  }

  private static RoomRules next(RoomRules rules) {
    return new RoomRules(
        rules.version() + 1,
        rules.read(),
        rules.say(),
        rules.slow(),
        rules.owners(),
        rules.people());
  }

  private long end(@Nullable Long time) {
    return time == null ? Standing.FOREVER : time == 0 ? 0 : state.now() + time;
  }

  private boolean isRepeat(long before, long until, @Nullable Long time) {
    if (time == null) {
      return before == until;
    }
    return time == 0
        ? before <= state.now()
        : before > state.now() && Math.abs(before - until) < Math.min(REPEAT, time / 2);
  }
}
