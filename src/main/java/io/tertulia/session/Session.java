package io.tertulia.session;

import io.tertulia.protocol.CloseCode;
import io.tertulia.protocol.Command;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import io.tertulia.room.AccessPolicy.Action;
import io.tertulia.room.AccessPolicy.Admitted;
import io.tertulia.room.AccessPolicy.Rejected;
import io.tertulia.room.Identity;
import io.tertulia.room.RoomId;
import io.tertulia.session.timing.TimerWheel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connected client: answers each of its commands once, and keeps its place in each of its
 * rooms.
 */
public final class Session {
  private static final System.Logger LOG = System.getLogger(Session.class.getName());

  /** Wrong credentials that one connection may try. */
  private static final int HELLOS = 3;

  private final Connection connection;
  private final Chat chat;
  private final Wording wording;
  private final TimerWheel wheel;
  private final Speech speech;
  private final Outbox outbox;
  private final Heartbeat heartbeat;
  private final Memberships memberships;

  /** Commands that were not answered yet, in their order. */
  private final List<Command> pending = new ArrayList<>(0);

  private @Nullable Identity who;
  private int rejected;

  private boolean reading = true;
  private boolean draining;
  private boolean closed;

  /**
   * @param wheel of the connection's loop; the session's deadlines begin now
   */
  public Session(Connection connection, Chat chat, Wording wording, TimerWheel wheel) {
    this.connection = connection;
    this.chat = chat;
    this.wording = wording;
    this.wheel = wheel;
    this.speech = new Speech(chat);
    this.outbox = new Outbox(connection, chat.rules().queue());
    this.memberships = new Memberships(this, connection.address());
    this.heartbeat = new Heartbeat(this, chat.rules(), wheel.now());
    heartbeat.start();
  }

  /** Answers every command, in order; those under way are answered when they are done. */
  public void receive(List<Command> commands) {
    for (Command command : commands) {
      if (closed) {
        return;
      }
      try {
        receive(command);
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "session " + connection.id() + ": a command failed", e);
        refuse(command, ErrorCode.INTERNAL, "Something went wrong here; try again.");
      }
    }
    regulate();
  }

  private void receive(Command command) {
    long wait = chat.throttle(connection, who, command);
    if (wait > 0) {
      String message = "Too many commands: wait " + wait + " ms, then send it again.";
      refuse(
          command, new Event.Error(command.id(), 0, ErrorCode.RATE_LIMITED, message, wait, null));
    } else if (draining) {
      refuse(
          command, ErrorCode.DRAINING, "This node is going away: send it on the new connection.");
    } else {
      admitted(command);
    }
  }

  private void admitted(Command command) {
    Identity known = who;
    switch (command) {
      case Command.Malformed malformed -> refuse(malformed, malformed.answer());
      case Command.Hello hello -> hello(hello);
      case Command c when known == null ->
          refuse(c, ErrorCode.HELLO_FIRST, "Say hello first: {\"type\":\"hello\",\"id\":1}.");
      case Command.Join join -> unlessBusy(join, () -> join(known, join));
      case Command.Leave leave -> leave(leave);
      case Command.Say say -> inRoom(say, say.room(), () -> say(known, say));
      case Command.Signal signal -> inRoom(signal, signal.room(), () -> signal(known, signal));
      case Command.Typing typing -> inRoom(typing, typing.room(), () -> typing(known, typing));
      case Command.History history ->
          unlessFull(history, () -> await(history, speech.history(known, history)));
      case Command.Members members ->
          unlessFull(members, () -> reply(speech.members(known, members)));
      case Command.Ping ping -> reply(new Event.Pong(ping.id(), chat.clock().millis()));
    }
  }

  /** Enters with an identity, joins a room live and greets: the door of a client without hello. */
  public void enter(Identity identity, RoomId room) {
    welcome(identity, null, 0);
    memberships.join(identity, room, null, new Membership.Answer(0, 0));
  }

  private void hello(Command.Hello hello) {
    switch (chat.access().admit(hello, who)) {
      case Rejected no -> {
        refuse(hello, new Event.Error(hello.id(), 0, no.code(), no.message(), 0, no.field()));
        if (who == null && ++rejected >= HELLOS) {
          close(CloseCode.UNAUTHORISED);
        }
      }
      case Admitted yes -> {
        welcome(yes.who(), yes.resume(), hello.id());
        for (Command.RoomAsked asked : hello.rooms()) {
          Membership.Answer answer = new Membership.Answer(0, hello.id());
          memberships.join(yes.who(), asked.room(), asked.since(), answer);
        }
      }
    }
  }

  private void welcome(Identity identity, @Nullable String resume, long id) {
    who = identity;
    Chat.Rules rules = chat.rules();
    reply(
        new Event.Welcome(
            id,
            connection.id(),
            rules.node(),
            identity.from(),
            resume,
            chat.clock().millis(),
            rules.ping().toMillis(),
            rules.limits()));
  }

  private void join(Identity from, Command.Join join) {
    pending.add(join);
    memberships.join(from, join.room(), join.since(), new Membership.Answer(join.id(), 0));
  }

  private void leave(Command.Leave leave) {
    memberships.leave(new RoomId(leave.room()));
    reply(new Event.Ack(leave.id(), null));
  }

  private void say(Identity from, Command.Say say) {
    if (wheel.stoodStill()) {
      refuse(say, ErrorCode.DRAINING, Speech.OLD);
    } else {
      unlessBusy(say, () -> await(say, speech.say(from, say)));
    }
  }

  private void signal(Identity from, Command.Signal signal) {
    String room = signal.room();
    ephemeral(signal, room, new Event.Signal(room, from.from(), signal.topic(), signal.data()));
  }

  private void typing(Identity from, Command.Typing typing) {
    ephemeral(typing, typing.room(), new Event.Typing(typing.room(), from.from(), typing.on()));
  }

  private void ephemeral(Command command, String word, Event event) {
    RoomId room = new RoomId(word);
    if (!chat.access().allows(Objects.requireNonNull(who), Action.SAY, room)) {
      refuse(command, Speech.forbidden(command.id(), "say something in"));
      return;
    }
    chat.bus().announce(room, event);
    if (command.wantsAnswer()) {
      reply(new Event.Ack(command.id(), null));
    }
  }

  private void inRoom(Command command, String room, Runnable action) {
    Runnable otherwise = () -> refuse(command, ErrorCode.NOT_JOINED, "Join the room first.");
    memberships.whenJoined(new RoomId(room), action, otherwise);
  }

  private void unlessBusy(Command command, Runnable action) {
    if (pending.size() < chat.rules().pending()) {
      action.run();
    } else {
      refuse(
          command,
          ErrorCode.TOO_MANY_PENDING,
          "Too many commands are under way: wait for their answers, then send it again.");
    }
  }

  /** For what is answered at length: not while earlier answers are waiting to be taken. */
  private void unlessFull(Command command, Runnable action) {
    if (outbox.hasRoom()) {
      unlessBusy(command, action);
    } else {
      refuse(
          command,
          ErrorCode.TOO_MANY_PENDING,
          "Too many answers wait for you: read them, then send it again.");
    }
  }

  /** Answers when the stage completes, and counts the command as under way until then. */
  private void await(Command command, CompletionStage<Event> stage) {
    pending.add(command);
    await(
        stage,
        event -> {
          done(command.id());
          if (event == null) {
            refuse(command, ErrorCode.INTERNAL, "Something went wrong here; try again.");
          } else {
            reply(event);
          }
          regulate();
        });
  }

  /** Runs {@code then} on the loop, at once when the stage is complete; null stands for failure. */
  <T> void await(CompletionStage<T> stage, Consumer<@Nullable T> then) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    if (future.isDone()) {
      then.accept(future.isCompletedExceptionally() ? null : future.join());
    } else {
      future.whenCompleteAsync((value, failure) -> then.accept(value), loop());
    }
  }

  /** Answers a join. */
  void answer(Membership.Answer to, Event event) {
    if (to.id() != 0) {
      done(to.id());
    }
    reply(event);
    regulate();
  }

  private void done(long id) {
    pending.stream().filter(it -> it.id() == id).findFirst().ifPresent(pending::remove);
  }

  void refuse(Membership.Answer to, Event.Error error) {
    if (!closed) {
      answer(to, speech.refusal(to.to(error)));
    }
  }

  void reply(Event event) {
    if (!closed) {
      outbox.put(wording.reply(event));
    }
  }

  private void refuse(Command command, ErrorCode code, String message) {
    refuse(command, Event.Error.of(command.id(), code, message));
  }

  private void refuse(Command command, Event.Error error) {
    speech.refusal(error);
    if (command.wantsAnswer()) {
      reply(error);
    }
  }

  /** There may be room in the outbox again. */
  public void writable() {
    memberships.goOn();
    outbox.goOn();
    regulate();
  }

  /** Reads no more than it can answer: commands under way, and answers that are not taken. */
  private void regulate() {
    boolean wanted = pending.size() < Math.max(1, chat.rules().pending() / 2) && outbox.hasRoom();
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

  public void pong() {
    heartbeat.pong();
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

  /** Whether no command is under way and every room that was asked for is answered. */
  public boolean isQuiet() {
    return pending.isEmpty() && !memberships.areJoining();
  }

  /**
   * Waits for nothing any more: answers what is under way as it stands, then closes. Whether a say
   * was stored nobody here will know; everything else can be asked for again without harm.
   */
  public void giveUp(CloseCode code) {
    String ask = "This node is going away: ask again on the new connection.";
    memberships.refuseJoins(Event.Error.of(0, ErrorCode.DRAINING, ask));
    for (Command command : List.copyOf(pending)) {
      if (command instanceof Command.Say) {
        refuse(command, ErrorCode.UNKNOWN_OUTCOME, Speech.UNKNOWN);
      } else {
        refuse(command, ErrorCode.DRAINING, ask);
      }
    }
    pending.clear();
    close(code);
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
    memberships.leaveAll();
  }

  Executor loop() {
    return connection.loop();
  }

  TimerWheel wheel() {
    return wheel;
  }

  Chat chat() {
    return chat;
  }

  Wording wording() {
    return wording;
  }

  Outbox outbox() {
    return outbox;
  }

  Memberships memberships() {
    return memberships;
  }

  boolean isAdmitted() {
    return who != null;
  }

  boolean isReading() {
    return reading;
  }

  /** Whether it is gone or takes what it is sent, so that nobody need look after it. */
  boolean keepsUp() {
    return closed || (reading && !memberships.areBehind() && !outbox.hasShed());
  }

  boolean isClosed() {
    return closed;
  }
}
