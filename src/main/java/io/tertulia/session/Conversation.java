package io.tertulia.session;

import io.tertulia.format.Format;
import io.tertulia.protocol.CloseCode;
import io.tertulia.protocol.Command;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import io.tertulia.room.Identity;
import io.tertulia.room.RateLimits;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Access;
import io.tertulia.room.access.Access.Admitted;
import io.tertulia.room.access.Access.Rejected;
import io.tertulia.room.access.Principal;
import io.tertulia.session.connection.Connection;
import io.tertulia.session.house.HouseOperations;
import io.tertulia.session.mine.MyConnection;
import io.tertulia.session.operations.RoomOperations;
import io.tertulia.session.rights.FreshAnswers;
import io.tertulia.session.rights.Rights;
import io.tertulia.session.shared.SessionContext;
import io.tertulia.session.subscription.RoomPorts;
import io.tertulia.session.timing.AbuseThrottle;
import io.tertulia.session.timing.Turns;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one client asks and what it is answered: each command once, as who it is. On the session's
 * loop only.
 */
final class Conversation {
  private static final String MOVE_ON = "This node is going away: ask again on the new connection.";

  private static final String EXPIRED =
      "Your token has expired: come back with a fresh one, and ask again.";

  private static final String PUT_OUT = "You were put out: this is not done any more.";

  private static final String BROKEN =
      "Something went wrong here: come back, and ask again on the new connection.";

  private final Session session;
  private final Connection connection;
  private final SessionContext context;
  private final Format format;
  private final RoomOperations operations;
  private final PendingCommands pending = new PendingCommands(this);
  private final RoomPorts ports;
  private final Turns turns;
  private final FreshAnswers answers;
  private final Memberships memberships;
  private final Commands commands;

  /** Null where nobody has rooms of its own. */
  private final @Nullable MyConnection mine;

  /** Of a client that has one room and cannot ask again. */
  private @Nullable AutoJoin autoJoin;

  /** Null while the client has never asked for too much. */
  private @Nullable AbuseThrottle throttle;

  private boolean draining;

  Conversation(Session session, Connection connection, SessionContext context, Format format) {
    this.session = session;
    this.connection = connection;
    this.context = context;
    this.format = format;
    this.operations = new RoomOperations(context);
    this.ports =
        new RoomPorts(
            context.log(),
            context.growths(),
            context.rooms(),
            context.presence(),
            context.meter()::reset,
            context.rules().limits().catchup());
    this.turns = new Turns(session.steps(), session::regulate);
    this.answers = new FreshAnswers(turns::await);
    this.memberships = new Memberships(this, session, connection.address());
    this.commands = new Commands(this, session, operations, pending);
    this.mine =
        context.mine() == null
            ? null
            : new MyConnection(new MineClient(this, session), context.mine());
  }

  /** Answers every command, in order; those under way are answered when they are done. */
  void receive(List<Command> received) {
    for (Command command : received) {
      if (session.isClosed()) {
        return;
      }
      pending.begin(command, this::carryOut);
    }
    session.regulate();
  }

  private void carryOut(Command command) {
    long wait = context.throttle(connection, who(), command);
    if (wait > 0) {
      String message = "Too many commands: wait " + wait + " ms, then send it again.";
      refuse(
          command,
          new Event.Error(
              command.id(), 0, ErrorCode.RATE_LIMITED, message, wait, null, 0, Event.Error.NONE));
      tooMuch();
    } else if (draining) {
      refuse(
          command, ErrorCode.DRAINING, "This node is going away: send it on the new connection.");
    } else if (turns.areFree()) {
      commands.carryOut(command);
    } else if (turns.countWaiting() < context.rules().pending()) {
      turns.take(() -> pending.attempt(command, () -> commands.carryOut(command)));
    } else {
      refuse(command, ErrorCode.TOO_MANY_PENDING, Commands.BUSY);
    }
  }

  /** A Ping came, or a Pong that nobody waits for: it counts as a command does. */
  void pinged() {
    if (context.limits().take(RateLimits.Kind.SESSION, connection.id()) > 0) {
      tooMuch();
      session.regulate();
    }
  }

  /** The client asked for more than it may. */
  private void tooMuch() {
    long now = session.wheel().now();
    AbuseThrottle left = throttle;
    if (left == null) {
      left = new AbuseThrottle(now);
      throttle = left;
    }
    if (left.refused(now) == AbuseThrottle.Verdict.IS_OVER) {
      session.close(CloseCode.MISUSE);
    }
  }

  /** Whether more may be read of a client that takes its answers. */
  boolean takesMore() {
    return pending.countUnderWay() + turns.countWaiting()
            < Math.max(1, context.rules().pending() / 2)
        && (throttle == null || !throttle.rests(session.wheel().now()));
  }

  void present(@Nullable String credential) {
    commands.present(credential);
  }

  /** Joins a room live and greets, when access says who it is. */
  void enter(Command.Hello hello, RoomId room) {
    answers.await(
        () -> context.rights().admit(hello, null),
        admission -> {
          switch (Objects.requireNonNullElse(admission, Rights.UNKNOWN)) {
            case Admitted yes -> enter(yes, room);
            case Rejected no -> {
              reply(Event.Error.of(0, no.code(), no.message()));
              session.close(no.code().retryable() ? CloseCode.MOVED : Commands.closing(no.code()));
            }
          }
        });
  }

  /** Without a credential to come back with: the greeting has no place for one. */
  void enter(Admitted admitted, RoomId room) {
    reply(commands.welcome(admitted, 0));
    if (commands.expels(admitted.principal())) {
      return;
    }
    AutoJoin into = new AutoJoin(this, session, admitted.principal(), room);
    autoJoin = into;
    into.begin();
  }

  /** Commands are refused from now on. */
  void drain() {
    draining = true;
  }

  /** Whether no command waits for its answer and no room for its own. */
  boolean isQuiet() {
    return pending.isEmpty() && turns.areFree() && !memberships.areJoining();
  }

  @Nullable Principal principal() {
    return commands.who();
  }

  @Nullable Identity who() {
    Principal known = commands.who();
    return known == null ? null : known.who();
  }

  RoomPorts ports() {
    return ports;
  }

  Turns turns() {
    return turns;
  }

  /** What access answers, once it is that client's turn. */
  FreshAnswers answers() {
    return answers;
  }

  /** What was asked of access is asked again, and so is what this client may read. */
  void rightsChanged(Access.Change change) {
    answers.changed();
    memberships.rightsChanged(change);
    if (mine != null) {
      mine.rightsChanged();
    }
  }

  /** Null where nobody has rooms of its own. */
  @Nullable MyConnection mine() {
    return mine;
  }

  /** It may do other things than before. */
  void askAgain() {
    memberships.askAgain();
    if (mine != null) {
      mine.rightsChanged();
    }
  }

  Memberships memberships() {
    return memberships;
  }

  /** Answers a join. */
  void answer(Membership.Answer to, Event event) {
    AutoJoin into = autoJoin;
    if (into != null && to.isTheDoors()) {
      into.joined(event);
    } else {
      reply(event);
      pending.joinAnswered(to.id());
    }
    session.regulate();
  }

  void refuse(Membership.Answer to, Event.Error error) {
    if (session.isClosed()) {
      return;
    }
    operations.refusal(error);
    AutoJoin into = autoJoin;
    if (into != null && to.isTheDoors()) {
      into.refused(error);
    } else {
      reply(to.to(error));
      pending.joinAnswered(to.id());
    }
    session.regulate();
  }

  /** What nobody asked for. */
  void reply(Event event) {
    if (!session.isClosed()) {
      session.outbox().put(format.of(event));
    }
  }

  /** It was put out of a room. */
  void lost(Event.Left left) {
    reply(left);
    closeIfDeaf(
        switch (left.reason()) {
          case BANNED -> CloseCode.BANNED;
          case REMOVED -> CloseCode.UNAUTHORISED;
          case KICKED, CLOSED -> CloseCode.MOVED;
        });
  }

  /** Who has one room and no word for join would sit there deaf. */
  void closeIfDeaf(CloseCode why) {
    if (autoJoin != null) {
      session.close(why);
    }
  }

  /** Answers a command, unless it has its answer. */
  void reply(Command command, Event event) {
    if (!session.isClosed() && pending.isOpen(command)) {
      session.outbox().put(format.of(event));
      pending.answered(command);
    }
  }

  void refuse(Command command, ErrorCode code, String message) {
    refuse(command, Event.Error.of(command.id(), code, message));
  }

  void refuse(Command command, Event.Error error) {
    operations.refusal(error);
    reply(command, error);
  }

  /** For what wants a room that the client is not in. */
  void refuseOutside(Command command) {
    if (autoJoin != null && autoJoin.isWaiting()) {
      refuse(
          command, ErrorCode.UNAVAILABLE, "You are not in the room yet: the log does not answer.");
    } else {
      refuse(command, ErrorCode.NOT_JOINED, "Join the room first.");
    }
  }

  /**
   * Answers what is under way as it stands, because this node goes. Whether a say was stored nobody
   * here will know; everything else can be asked for again without harm.
   */
  void giveUp() {
    answerAll(ErrorCode.DRAINING, MOVE_ON);
  }

  /** As {@link #giveUp}, because its credential has ended. */
  void expired() {
    answerAll(ErrorCode.TOKEN_EXPIRED, EXPIRED);
  }

  /** As {@link #giveUp}, because it may not stay. */
  void expelled() {
    answerAll(ErrorCode.FORBIDDEN, PUT_OUT);
  }

  /** As {@link #giveUp}, because nobody knows any more where the client is. */
  void broken() {
    answerAll(ErrorCode.INTERNAL, BROKEN);
  }

  private void answerAll(ErrorCode why, String message) {
    memberships.refuseJoins(Event.Error.of(0, why, message));
    for (Command command : pending.open()) {
      boolean stores =
          command instanceof Command.Writing || command instanceof Command.Administrative;
      if (stores && pending.isUnderWay(command)) {
        refuse(command, ErrorCode.UNKNOWN_OUTCOME, RoomOperations.UNKNOWN);
      } else if (command instanceof Command.OfHouse && pending.isUnderWay(command)) {
        refuse(command, ErrorCode.UNKNOWN_OUTCOME, HouseOperations.UNKNOWN);
      } else {
        refuse(command, why, message);
      }
    }
  }

  /** What was asked and not done is not done any more; leaves all rooms. */
  void end() {
    turns.end();
    pending.clear();
    memberships.leaveAll();
    unwatch();
  }

  private void unwatch() {
    if (mine != null) {
      mine.end();
    }
  }

  /** Nobody is there any more: does what was asked, as if somebody were, then leaves all rooms. */
  void partnerLeft() {
    pending.clear();
    turns.take(memberships::leaveAll);
    unwatch();
  }

  @Override
  public String toString() {
    return session.toString();
  }
}
