package io.tertulia.session;

import io.tertulia.protocol.CloseCode;
import io.tertulia.protocol.Command;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import io.tertulia.protocol.Refusals;
import io.tertulia.protocol.Words;
import io.tertulia.room.AccessPolicy.Action;
import io.tertulia.room.AccessPolicy.Admitted;
import io.tertulia.room.AccessPolicy.Rejected;
import io.tertulia.room.Identity;
import io.tertulia.room.Position;
import io.tertulia.room.RateLimits.Kind;
import io.tertulia.room.RoomId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
  /** Wrong credentials that one connection may try. */
  private static final int HELLOS = 3;

  private final Connection connection;
  private final Chat chat;
  private final Wording wording;
  private final Speech speech;
  private final Outbox outbox;
  private final Heartbeat heartbeat;
  private final Map<RoomId, Membership> memberships = new LinkedHashMap<>(2);
  private @Nullable Identity who;
  private int rejected;
  private int pending;
  private boolean reading = true;
  private boolean draining;
  private boolean closed;

  /** Memberships that have more to read than the client has taken. */
  private final Set<Membership> lagging = new LinkedHashSet<>(0);

  /**
   * @param now monotonic milliseconds
   */
  public Session(Connection connection, Chat chat, Wording wording, long now) {
    this.connection = connection;
    this.chat = chat;
    this.wording = wording;
    this.speech = new Speech(chat);
    this.outbox = new Outbox(connection, chat.rules().queue());
    this.heartbeat = new Heartbeat(this, chat.rules(), now);
  }

  /** Answers every command, in order; those under way are answered when they are done. */
  public void receive(List<Command> commands) {
    for (Command command : commands) {
      if (!closed) {
        receive(command);
      }
    }
    regulate();
  }

  private void receive(Command command) {
    long wait = throttled();
    if (wait > 0) {
      refuse(
          new Event.Error(
              command.id(),
              0,
              ErrorCode.RATE_LIMITED,
              "Too many commands: wait " + wait + " ms, then send it again with the same key.",
              wait,
              null));
    } else if (draining) {
      refuse(
          command, ErrorCode.DRAINING, "This node is going away: send it on the new connection.");
    } else {
      admitted(command);
    }
  }

  private long throttled() {
    long session = chat.limits().take(Kind.SESSION, connection.id());
    return session > 0 ? session : chat.limits().take(Kind.ADDRESS, connection.address());
  }

  private void admitted(Command command) {
    Identity known = who;
    switch (command) {
      case Command.Malformed malformed -> refuse(malformed.answer());
      case Command.Hello hello -> hello(hello);
      case Command c when known == null ->
          refuse(c, ErrorCode.HELLO_FIRST, "Say hello first: {\"type\":\"hello\",\"id\":1}.");
      case Command.Join join ->
          join(join.room(), join.since(), new Membership.Answer(join.id(), 0));
      case Command.Leave leave -> leave(leave);
      case Command.Say say ->
          inRoom(say, say.room(), () -> await(say, () -> speech.say(known, say)));
      case Command.Signal signal -> inRoom(signal, signal.room(), () -> signal(signal, known));
      case Command.Typing typing -> inRoom(typing, typing.room(), () -> typing(typing, known));
      case Command.History history -> await(history, () -> speech.history(known, history));
      case Command.Members members -> reply(speech.members(known, members));
      case Command.Ping ping -> reply(new Event.Pong(ping.id(), chat.clock().millis()));
    }
  }

  /**
   * Enters with an identity, joins a room live and greets: the door of a client that says no hello.
   */
  public void enter(Identity identity, RoomId room) {
    welcome(identity, null, 0);
    join(room, null, new Membership.Answer(0, 0));
  }

  private void hello(Command.Hello hello) {
    switch (chat.access().admit(hello, who)) {
      case Rejected no -> {
        refuse(new Event.Error(hello.id(), 0, no.code(), no.message(), 0, no.field()));
        if (who == null && ++rejected >= HELLOS) {
          close(CloseCode.UNAUTHORISED);
        }
      }
      case Admitted yes -> {
        welcome(yes.who(), yes.resume(), hello.id());
        for (Command.RoomAsked asked : hello.rooms()) {
          join(asked.room(), asked.since(), new Membership.Answer(0, hello.id()));
        }
      }
    }
  }

  private void welcome(Identity identity, @Nullable String resume, long id) {
    who = identity;
    Rules rules = chat.rules();
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

  private void join(String word, @Nullable String since, Membership.Answer answer) {
    RoomId room = RoomId.parse(word);
    if (room == null) {
      refuse(answer.to(new Event.Error(0, 0, ErrorCode.ROOM_INVALID, Refusals.ROOM, 0, "room")));
    } else {
      join(room, since, answer);
    }
  }

  private void join(RoomId room, @Nullable String since, Membership.Answer answer) {
    Event.Error refusal = joinRefusal(room, since);
    if (refusal != null) {
      refuse(answer.to(refusal));
      return;
    }
    Membership there = memberships.get(room);
    if (there != null) {
      there.joinAgain(answer);
      return;
    }
    Membership membership = new Membership(room, Objects.requireNonNull(who), this);
    memberships.put(room, membership);
    membership.join(since == null ? null : Position.parse(since), answer);
  }

  /** Why this room cannot be joined, null when it can. */
  private Event.@Nullable Error joinRefusal(RoomId room, @Nullable String since) {
    if (since != null && !Words.isCursor(since)) {
      return Event.Error.ofField(0, "since", "since" + Refusals.CURSOR);
    }
    if (!chat.access().allows(Objects.requireNonNull(who), Action.READ, room)) {
      return Speech.forbidden(0, "join");
    }
    int most = chat.rules().limits().rooms();
    if (memberships.size() >= most && !memberships.containsKey(room)) {
      return Event.Error.of(
          0, ErrorCode.ROOM_LIMIT, "You are in " + most + " rooms already: leave one first.");
    }
    return null;
  }

  private void leave(Command.Leave leave) {
    Membership membership = memberships.remove(new RoomId(leave.room()));
    if (membership != null) {
      lagging.remove(membership);
      membership.leave();
    }
    reply(new Event.Ack(leave.id(), null));
  }

  private void inRoom(Command command, String room, Runnable action) {
    if (memberships.containsKey(new RoomId(room))) {
      action.run();
    } else {
      refuse(command, ErrorCode.NOT_JOINED, "Join the room first.");
    }
  }

  private void signal(Command.Signal signal, Identity from) {
    ephemeral(
        signal,
        new RoomId(signal.room()),
        new Event.Signal(signal.room(), from.from(), signal.topic(), signal.data()));
  }

  private void typing(Command.Typing typing, Identity from) {
    ephemeral(
        typing,
        new RoomId(typing.room()),
        new Event.Typing(typing.room(), from.from(), typing.on()));
  }

  private void ephemeral(Command command, RoomId room, Event event) {
    if (!chat.access().allows(Objects.requireNonNull(who), Action.SAY, room)) {
      refuse(Speech.forbidden(command.id(), "say something in"));
      return;
    }
    chat.bus().announce(room, event);
    if (command.id() != 0) {
      reply(new Event.Ack(command.id(), null));
    }
  }

  /** Answers when the stage completes, and counts the command as under way until then. */
  private void await(Command command, Supplier<CompletionStage<Event>> action) {
    if (pending >= chat.rules().pending()) {
      refuse(
          command,
          ErrorCode.TOO_MANY_PENDING,
          "Too many commands are under way: wait for their answers, then send it again.");
      return;
    }
    pending++;
    await(
        action.get(),
        event -> {
          pending--;
          if (event != null) {
            reply(event);
          }
          regulate();
        });
  }

  /**
   * Runs {@code then} on the loop, at once when the stage is complete; null stands for a failure.
   */
  <T> void await(CompletionStage<T> stage, Consumer<@Nullable T> then) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    if (future.isDone()) {
      then.accept(future.isCompletedExceptionally() ? null : future.join());
    } else {
      future.whenCompleteAsync((value, failure) -> then.accept(value), loop());
    }
  }

  void reply(Event event) {
    outbox.put(wording.reply(event));
  }

  private void refuse(Command command, ErrorCode code, String message) {
    refuse(Event.Error.of(command.id(), code, message));
  }

  private void refuse(Event.Error error) {
    reply(speech.refusal(error));
  }

  void joinFailed(RoomId room, List<Membership.Answer> waiting) {
    Membership failed = memberships.remove(room);
    if (failed != null) {
      failed.leave();
    }
    waiting.forEach(answer -> refuse(answer.to(Speech.readFailed(0))));
  }

  /** Has this membership go on reading, now or when there is room. */
  void lags(Membership membership) {
    lagging.add(membership);
    if (outbox.hasRoom()) {
      loop().execute(this::writable);
    }
  }

  /** There may be room in the outbox again. */
  public void writable() {
    while (!lagging.isEmpty() && outbox.hasRoom()) {
      Membership next = lagging.iterator().next();
      lagging.remove(next);
      next.resume();
    }
    regulate();
  }

  /**
   * Reads no more than it can answer: commands under way, and answers that the client does not
   * take.
   */
  private void regulate() {
    boolean wanted = pending < Math.max(1, chat.rules().pending() / 2) && outbox.hasRoom();
    if (wanted != reading && !closed) {
      reading = wanted;
      connection.reading(wanted);
    }
  }

  public void pong() {
    heartbeat.pong();
  }

  /** Asks the client to move; commands are refused from now on. */
  public void drain(long after, String reason) {
    draining = true;
    reply(new Event.Goaway(after, reason));
  }

  /** Whether no command is under way. */
  public boolean isQuiet() {
    return pending == 0;
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
    memberships.values().forEach(Membership::leave);
    memberships.clear();
    lagging.clear();
  }

  /** The session's deadlines, for the timer wheel of its loop. */
  public TimerWheel.Timed heartbeat() {
    return heartbeat;
  }

  /** When to ask {@link #heartbeat} first. */
  public long firstDeadline() {
    return heartbeat.first();
  }

  Executor loop() {
    return connection.loop();
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

  boolean isAdmitted() {
    return who != null;
  }

  boolean isReading() {
    return reading;
  }

  boolean isClosed() {
    return closed;
  }
}
