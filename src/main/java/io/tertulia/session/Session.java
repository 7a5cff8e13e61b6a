package io.tertulia.session;

import io.tertulia.format.Format;
import io.tertulia.protocol.CloseCode;
import io.tertulia.protocol.Command;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import io.tertulia.room.Identity;
import io.tertulia.room.RateLimits;
import io.tertulia.room.RoomId;
import io.tertulia.session.connection.Connection;
import io.tertulia.session.connection.Outbox;
import io.tertulia.session.timing.AbuseThrottle;
import io.tertulia.session.timing.TimerWheel;
import io.tertulia.session.timing.WorkQueue;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connected client: answers each of its commands once, and keeps its place in each of its
 * rooms.
 */
public final class Session {
  private static final System.Logger LOG = System.getLogger(Session.class.getName());

  private static final String MOVE_ON = "This node is going away: ask again on the new connection.";

  private static final String BROKEN =
      "Something went wrong here: come back, and ask again on the new connection.";

  private final Connection connection;
  private final SessionContext context;
  private final Format format;
  private final TimerWheel wheel;
  private final WorkQueue work;
  private final RoomOperations operations;
  private final Outbox outbox;
  private final Heartbeat heartbeat;
  private final Memberships memberships;
  private final PendingCommands pending = new PendingCommands(this);
  private final Commands commands;

  /** Of a client that has one room and cannot ask again. */
  private @Nullable AutoJoin autoJoin;

  /** Null while the client has never asked for too much. */
  private @Nullable AbuseThrottle throttle;

  private boolean reading = true;
  private boolean draining;
  private boolean closed;

  /**
   * @param wheel of the connection's loop; the session's deadlines begin now
   * @param work of the connection's loop
   */
  public Session(
      Connection connection,
      SessionContext context,
      Format format,
      TimerWheel wheel,
      WorkQueue work) {
    this.connection = connection;
    this.context = context;
    this.format = format;
    this.wheel = wheel;
    this.work = work;
    this.operations = new RoomOperations(context);
    this.outbox = new Outbox(connection, context.rules().queue());
    this.memberships = new Memberships(this, connection.address());
    this.commands = new Commands(this, operations, pending);
    this.heartbeat = new Heartbeat(this, context.rules(), wheel.now());
    heartbeat.start();
  }

  /** Answers every command, in order; those under way are answered when they are done. */
  public void receive(List<Command> received) {
    whole(
        () -> {
          for (Command command : received) {
            if (closed) {
              return;
            }
            pending.begin(command, this::carryOut);
          }
          regulate();
        });
  }

  private void carryOut(Command command) {
    long wait = context.throttle(connection, commands.who(), command);
    if (wait > 0) {
      String message = "Too many commands: wait " + wait + " ms, then send it again.";
      refuse(
          command, new Event.Error(command.id(), 0, ErrorCode.RATE_LIMITED, message, wait, null));
      tooMuch();
    } else if (draining) {
      refuse(
          command, ErrorCode.DRAINING, "This node is going away: send it on the new connection.");
    } else {
      commands.carryOut(command);
    }
  }

  /** The client asked for more than it may. */
  private void tooMuch() {
    AbuseThrottle left = throttle;
    if (left == null) {
      left = new AbuseThrottle(wheel.now());
      throttle = left;
    }
    if (left.refused(wheel.now()) == AbuseThrottle.Verdict.IS_OVER) {
      close(CloseCode.MISUSE);
    }
  }

  /** A Ping came, or a Pong that nobody waits for: it counts as a command does. */
  public void pinged() {
    if (!closed && context.limits().take(RateLimits.Kind.SESSION, connection.id()) > 0) {
      tooMuch();
      regulate();
    }
  }

  public void pong() {
    if (!heartbeat.pong()) {
      pinged();
    }
  }

  /** Enters with an identity, joins a room live and greets: the door of a client without hello. */
  public void enter(Identity identity, RoomId room) {
    reply(commands.welcome(identity, null, 0));
    AutoJoin into = new AutoJoin(this, identity, room);
    autoJoin = into;
    into.begin();
  }

  /** Runs {@code then} on the loop, at once when the stage is complete; null stands for failure. */
  <T> void await(Supplier<CompletionStage<T>> asked, Consumer<@Nullable T> then) {
    CompletableFuture<T> future = ask(asked);
    if (future.isDone()) {
      whole(() -> then.accept(future.isCompletedExceptionally() ? null : future.join()));
    } else {
      future.whenCompleteAsync((value, failure) -> whole(() -> then.accept(value)), loop());
    }
  }

  private static <T> CompletableFuture<T> ask(Supplier<CompletionStage<T>> asked) {
    try {
      return asked.get().toCompletableFuture();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "what a client asked for could not be begun", e);
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * A session that ended in the middle of a step (memory may run out) does not know where its
   * client is: all that was asked is answered, and it goes; the client comes back with its cursors.
   */
  private void whole(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, this + " failed and is closed", e);
      try {
        answerAll(ErrorCode.INTERNAL, BROKEN);
      } catch (RuntimeException | Error again) {
        LOG.log(System.Logger.Level.DEBUG, "nor can what was asked be answered", again);
      } finally {
        close(CloseCode.MOVED);
      }
    }
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
    regulate();
  }

  void refuse(Membership.Answer to, Event.Error error) {
    if (closed) {
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
    regulate();
  }

  /** What nobody asked for. */
  void reply(Event event) {
    if (!closed) {
      outbox.put(format.of(event));
    }
  }

  /** Answers a command, unless it has its answer. */
  void reply(Command command, Event event) {
    if (!closed && pending.isOpen(command)) {
      outbox.put(format.of(event));
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

  /** There may be room in the outbox again. */
  public void writable() {
    memberships.goOn();
    outbox.goOn();
    regulate();
  }

  /**
   * Reads no more than it can answer: commands under way, answers that are not taken, and a client
   * that asks for too much.
   */
  void regulate() {
    boolean wanted =
        pending.countUnderWay() < Math.max(1, context.rules().pending() / 2)
            && outbox.hasRoom()
            && (throttle == null || !throttle.rests(wheel.now()));
    if (wanted != reading && !closed) {
      reading = wanted;
      connection.reading(wanted);
      if (wanted) {
        heartbeat.readsAgain();
      } else {
        watch();
      }
    }
  }

  void watch() {
    heartbeat.watch();
  }

  /** Asks the client to move within so many milliseconds; until then it is served as before. */
  public void sendAway(long after, String reason) {
    reply(new Event.Goaway(after, reason));
  }

  /** Asks the client to move; commands are refused from now on. */
  public void drain(long after, String reason) {
    draining = true;
    sendAway(after, reason);
  }

  /**
   * Whether nothing waits for its turn, no command is under way and every room that was asked for
   * is answered.
   */
  public boolean isQuiet() {
    return pending.isEmpty() && !memberships.areJoining() && !hasInTurn();
  }

  /**
   * Waits for nothing any more: answers what is under way as it stands, then closes. Whether a say
   * was stored nobody here will know; everything else can be asked for again without harm.
   */
  public void giveUp(CloseCode code) {
    answerAll(ErrorCode.DRAINING, MOVE_ON);
    close(code);
  }

  private void answerAll(ErrorCode why, String message) {
    memberships.refuseJoins(Event.Error.of(0, why, message));
    for (Command command : pending.open()) {
      if (command instanceof Command.Say && pending.isUnderWay(command)) {
        refuse(command, ErrorCode.UNKNOWN_OUTCOME, RoomOperations.UNKNOWN);
      } else {
        refuse(command, why, message);
      }
    }
  }

  public void close(CloseCode code) {
    if (!closed) {
      closed();
      connection.close(code);
    }
  }

  /** The connection is gone, whatever ended it: leaves all rooms. */
  public void closed() {
    closed = true;
    pending.clear();
    memberships.leaveAll();
  }

  public String id() {
    return connection.id();
  }

  /** Monotonic milliseconds. */
  public long openedAt() {
    return connection.openedAt();
  }

  /** Where all of it happens. */
  public Executor loop() {
    return connection.loop();
  }

  TimerWheel wheel() {
    return wheel;
  }

  /** Takes a step that may wait for those of other clients. */
  void later(Runnable step) {
    work.add(() -> whole(step));
  }

  SessionContext context() {
    return context;
  }

  Format format() {
    return format;
  }

  Outbox outbox() {
    return outbox;
  }

  Memberships memberships() {
    return memberships;
  }

  boolean isAdmitted() {
    return commands.who() != null;
  }

  boolean isReading() {
    return reading;
  }

  /** Whether something that it sent waits for its turn. */
  boolean hasInTurn() {
    return connection.hasInTurn();
  }

  /** Whether it is gone or takes what it is sent, so that nobody need look after it. */
  boolean keepsUp() {
    return closed || (reading && !memberships.areBehind() && !outbox.hasShed());
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public String toString() {
    return "session " + connection.id();
  }
}
