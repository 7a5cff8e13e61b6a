package io.tertulia.session;

import io.tertulia.protocol.CloseCode;
import io.tertulia.protocol.Command;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Access.Admission;
import io.tertulia.room.access.Access.Admitted;
import io.tertulia.room.access.Access.Rejected;
import io.tertulia.room.access.Principal;
import io.tertulia.room.members.Role;
import io.tertulia.session.administration.RoomAdministration;
import io.tertulia.session.administration.RoomAudit;
import io.tertulia.session.house.HouseOperations;
import io.tertulia.session.mine.MineOperations;
import io.tertulia.session.mine.MyConnection;
import io.tertulia.session.operations.RoomOperations;
import io.tertulia.session.rights.Permission;
import io.tertulia.session.rights.Rights;
import io.tertulia.session.shared.SessionContext;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what one client asks, as who it is. A command passes up to four gates on its way:
 * whether its room is joined ({@code inRoom}), whether it may be done ({@code permitted}), whether
 * too much is under way ({@code unlessBusy}) and whether answers wait to be taken ({@code
 * unlessFull}). On the session's loop only.
 */
final class Commands {
  /** Wrong credentials that one connection may try. */
  private static final int HELLOS = 3;

  static final String BUSY =
      "Too many commands are under way: wait for their answers, then send it again.";

  private final Conversation conversation;
  private final Session session;
  private final SessionContext context;
  private final RoomOperations operations;
  private final PendingCommands pending;
  private final RoomAdministration administration;
  private final RoomAudit audit;
  private final Ephemerals ephemerals;

  private @Nullable Principal who;

  /** What the client came with and has not used. */
  private @Nullable String presented;

  private int rejected;

  Commands(
      Conversation conversation,
      Session session,
      RoomOperations operations,
      PendingCommands pending) {
    this.conversation = conversation;
    this.session = session;
    this.context = session.context();
    this.operations = operations;
    this.pending = pending;
    this.administration =
        new RoomAdministration(context.log(), context.rights(), operations::refusal);
    this.ephemerals = new Ephemerals(conversation, context.bus());
    this.audit = new RoomAudit(context.house().acts());
  }

  @Nullable Principal who() {
    return who;
  }

  void carryOut(Command command) {
    Principal known = who;
    switch (command) {
      case Command.Malformed malformed -> conversation.refuse(malformed, malformed.answer());
      case Command.Hello hello -> hello(hello);
      case Command c when known == null ->
          conversation.refuse(
              c, ErrorCode.HELLO_FIRST, "Say hello first: {\"type\":\"hello\",\"id\":1}.");
      case Command.Join join -> unlessBusy(join, () -> join(known, join));
      case Command.Leave leave -> leave(leave);
      case Command.Writing asked -> inRoom(asked, asked.room(), known, () -> write(known, asked));
      case Command.Append part -> inRoom(part, part.room(), known, () -> grow(known, part));
      case Command.Signal signal ->
          inRoom(signal, signal.room(), known, () -> ephemerals.signal(known, signal));
      case Command.Typing typing ->
          inRoom(typing, typing.room(), known, () -> ephemerals.typing(known, typing));
      case Command.History history -> unlessFull(history, () -> history(known, history));
      case Command.Members members -> unlessFull(members, () -> members(known, members));
      case Command.OfMine asked -> mine(known, asked);
      case Command.Administrative act ->
          permitted(
              act,
              Permission.CHANGE,
              known,
              new RoomId(act.room()),
              () -> unlessBusy(act, () -> await(act, () -> changed(known, act))));
      case Command.Policy policy ->
          unlessBusy(policy, () -> await(policy, () -> administration.policy(known, policy)));
      case Command.OfHouse order ->
          unlessBusy(
              order, () -> await(order, () -> context.house().carryOut(actor(known), order)));
      case Command.Ping ping ->
          conversation.reply(ping, new Event.Pong(ping.id(), context.clock().millis()));
    }
  }

  private void hello(Command.Hello hello) {
    Command.Hello whole = withCredential(hello);
    conversation
        .answers()
        .await(
            () -> context.rights().admit(whole, who),
            admission ->
                pending.attempt(
                    hello,
                    () -> hello(hello, Objects.requireNonNullElse(admission, Rights.UNKNOWN))));
  }

  void present(@Nullable String credential) {
    presented = credential;
  }

  private Command.Hello withCredential(Command.Hello hello) {
    String credential = presented;
    presented = null;
    return credential == null || hello.token() != null || hello.resume() != null
        ? hello
        : new Command.Hello(hello.id(), null, credential, hello.name(), hello.rooms());
  }

  private void hello(Command.Hello hello, Admission admission) {
    switch (admission) {
      case Rejected no -> {
        conversation.refuse(
            hello,
            new Event.Error(
                hello.id(), 0, no.code(), no.message(), 0, no.field(), 0, Event.Error.NONE));
        if (no.code() == ErrorCode.FORBIDDEN) {
          session.close(CloseCode.BANNED);
        } else if (who == null && !no.code().retryable() && ++rejected >= HELLOS) {
          session.close(CloseCode.UNAUTHORISED);
        }
      }
      case Admitted yes -> {
        conversation.reply(hello, welcome(yes, hello.id()));
        if (expels(yes.principal())) {
          return;
        }
        for (Command.RoomAsked asked : hello.rooms()) {
          Membership.Answer answer = new Membership.Answer(0, hello.id());
          pending.attempt(
              answer,
              () ->
                  conversation
                      .memberships()
                      .join(yes.principal(), asked.room(), asked.since(), answer));
        }
      }
    }
  }

  /**
   * What was revoked while it came in found it nowhere: so it is looked at again, now that it can
   * be found.
   */
  boolean expels(Principal admitted) {
    Rejected out = context.rights().expelled(admitted);
    if (out != null) {
      session.expel(closing(out.code()));
    }
    return out != null;
  }

  /** Why somebody has to go for good who was refused. */
  static CloseCode closing(ErrorCode code) {
    return code == ErrorCode.FORBIDDEN ? CloseCode.BANNED : CloseCode.UNAUTHORISED;
  }

  private HouseOperations.Actor actor(Principal from) {
    return new HouseOperations.Actor(from, session.address());
  }

  /** From now on it is this one who asks. */
  Event welcome(Admitted admitted, long id) {
    Principal before = who;
    who = admitted.principal();
    if (before != null && !before.mayTheSame(admitted.principal())) {
      conversation.askAgain();
    }
    session.expiry().admitted(admitted.expiresAt());
    Session.Directory directory = session.directory();
    if (directory != null) {
      directory.admitted(session, before, admitted.principal());
    }
    SessionContext.Rules rules = context.rules();
    return new Event.Welcome(
        id,
        session.id(),
        rules.node(),
        admitted.who().from(),
        admitted.resume(),
        context.clock().millis(),
        rules.ping().toMillis(),
        admitted.expiresAt(),
        rules.limits());
  }

  private void join(Principal from, Command.Join join) {
    pending.underWay(join);
    conversation
        .memberships()
        .join(from, join.room(), join.since(), new Membership.Answer(join.id(), 0));
  }

  private void leave(Command.Leave leave) {
    conversation.memberships().leave(new RoomId(leave.room()));
    conversation.reply(leave, new Event.Ack(leave.id(), null));
  }

  private void write(Principal from, Command.Writing asked) {
    if (session.wheel().stoodStill()) {
      conversation.refuse(asked, ErrorCode.DRAINING, RoomOperations.OLD);
    } else {
      unlessBusy(asked, () -> await(asked, () -> operations.store(from, session.id(), asked)));
    }
  }

  private void grow(Principal from, Command.Append part) {
    unlessBusy(part, () -> await(part, () -> operations.grow(from, part)));
  }

  private void history(Principal from, Command.History asked) {
    RoomId room = new RoomId(asked.room());
    permitted(
        asked, Permission.READ, from, room, () -> await(asked, () -> operations.page(from, asked)));
  }

  private void members(Principal from, Command.Members asked) {
    RoomId room = new RoomId(asked.room());
    permitted(
        asked,
        Permission.SEE_MEMBERS,
        from,
        room,
        () -> {
          Membership there = conversation.memberships().find(room);
          if (there != null && there.isIn()) {
            await(asked, () -> operations.members(from, asked));
          } else {
            await(asked, () -> operations.membersFor(from, asked));
          }
        });
  }

  private void mine(Principal from, Command.OfMine asked) {
    MyConnection mine = conversation.mine();
    if (mine == null) {
      conversation.refuse(asked, ErrorCode.UNAVAILABLE, "Nobody has a list here.");
      return;
    }
    Runnable action = () -> unlessFull(asked, () -> await(asked, () -> mine.carryOut(from, asked)));
    String room = asked.room();
    if (room == null) {
      action.run();
    } else {
      permitted(asked, Permission.READ, from, new RoomId(room), action);
    }
  }

  /** For what is said in a room: when it may be, and behind a join that is under way. */
  private void inRoom(Command command, String word, Principal from, Runnable action) {
    RoomId room = new RoomId(word);
    Membership there = conversation.memberships().find(room);
    if (there == null) {
      conversation.refuseOutside(command);
      return;
    }
    permitted(
        command,
        Permission.SAY,
        from,
        room,
        () ->
            there.whenJoined(
                () -> pending.attempt(command, action),
                () -> pending.attempt(command, () -> conversation.refuseOutside(command))));
  }

  /** For what not everybody may do: in line when access knows at once. */
  private void permitted(
      Command command, Permission permission, Principal from, RoomId room, Runnable action) {
    conversation
        .answers()
        .await(
            () -> context.rights().ask(permission, from, room),
            right -> pending.attempt(command, () -> judge(command, permission, right, action)));
  }

  private void judge(
      Command command, Permission permission, @Nullable Boolean right, Runnable action) {
    Event.Error no = permission.refusal(right, command.id());
    if (no == null) {
      action.run();
    } else {
      if (command instanceof Command.Administrative act) {
        audit.record(Objects.requireNonNull(who), session.address(), act, no);
      }
      conversation.refuse(command, no);
    }
  }

  private CompletionStage<Event> changed(Principal actor, Command.Administrative act) {
    return administration
        .carryOut(actor, act)
        .thenApply(
            answer -> {
              audit.record(actor, session.address(), act, answer);
              granted(actor, act, answer);
              return answer;
            });
  }

  /** Who was given a role in a room finds it on its list. */
  private void granted(Principal by, Command.Administrative act, Event answer) {
    MineOperations mine = context.mine();
    if (mine != null
        && act instanceof Command.Grant grant
        && !grant.role().equals(Role.NONE.wireName())
        && answer instanceof Event.Ack ack
        && ack.said() != null) {
      mine.granted(by, session.id(), grant.user(), new RoomId(act.room()), ack.said().seq());
    }
  }

  private void unlessBusy(Command command, Runnable action) {
    if (pending.countUnderWay() < context.rules().pending()) {
      action.run();
    } else {
      conversation.refuse(command, ErrorCode.TOO_MANY_PENDING, BUSY);
    }
  }

  /** For what is answered at length: not while earlier answers are waiting to be taken. */
  private void unlessFull(Command command, Runnable action) {
    if (session.outbox().hasRoom()) {
      unlessBusy(command, action);
    } else {
      conversation.refuse(
          command,
          ErrorCode.TOO_MANY_PENDING,
          "Too many answers wait for you: read them, then send it again.");
    }
  }

  /** Answers when the stage completes, and counts the command as under way until then. */
  private void await(Command command, Supplier<CompletionStage<Event>> stage) {
    pending.underWay(command);
    session
        .steps()
        .await(
            stage,
            event -> {
              pending.attempt(command, () -> answer(command, event));
              session.regulate();
            });
  }

  private void answer(Command command, @Nullable Event event) {
    if (event == null) {
      conversation.refuse(command, ErrorCode.INTERNAL, PendingCommands.FAILED);
    } else {
      conversation.reply(command, event);
      if (event instanceof Event.History page) {
        shown(page);
      }
    }
  }

  /** What grows on a page goes on from there in the room's stream. */
  private void shown(Event.History page) {
    Membership there = conversation.memberships().find(new RoomId(page.room()));
    if (there != null) {
      there.shown(page.entries());
    }
  }
}
