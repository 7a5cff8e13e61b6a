package io.tertulia.session;

import io.tertulia.format.Format;
import io.tertulia.protocol.CloseCode;
import io.tertulia.protocol.Command;
import io.tertulia.protocol.Event;
import io.tertulia.room.Identity;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Access;
import io.tertulia.room.access.Access.Admitted;
import io.tertulia.room.access.Principal;
import io.tertulia.room.mine.News;
import io.tertulia.session.Session.Directory;
import io.tertulia.session.connection.Connection;
import io.tertulia.session.connection.Outbox;
import io.tertulia.session.connection.OutboxSink;
import io.tertulia.session.connection.Retraction;
import io.tertulia.session.mine.MyConnection;
import io.tertulia.session.shared.SessionContext;
import io.tertulia.session.subscription.CatchUp;
import io.tertulia.session.timing.Expiry;
import io.tertulia.session.timing.Steps;
import io.tertulia.session.timing.TimerWheel;
import io.tertulia.session.timing.WorkQueue;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One connected client, from when it comes until it goes: it lives while it answers pings and takes
 * what it is sent, it is asked to move, it is closed. What it says goes to its {@link
 * Conversation}.
 */
public final class Session {
  /** Where clients are found by who and where they are. Called on their loops. */
  public interface Directory {
    /**
     * @param before who it was by an earlier hello: the same person, perhaps by another credential
     */
    void admitted(Session session, @Nullable Principal before, Principal who);

    /** It is in this room or asks to be. */
    void entered(Session session, RoomId room);

    void left(Session session, RoomId room);
  }

  private static final System.Logger LOG = System.getLogger(Session.class.getName());

  private final Connection connection;
  private final SessionContext context;
  private final TimerWheel wheel;
  private final WorkQueue work;
  private final Steps steps;
  private final Outbox outbox;
  private final CatchUp catchUp;
  private final Heartbeat heartbeat;
  private final Conversation conversation;
  private final Expiry expiry;

  /** Null while nothing was deleted that waited. */
  private @Nullable Retraction retraction;

  /** Null for one that nobody needs to find. */
  private @Nullable Directory directory;

  private boolean reading = true;
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
    this.wheel = wheel;
    this.work = work;
    this.steps = new Steps(connection.loop(), this::broken);
    this.outbox = new Outbox(connection, context.rules().queue());
    this.catchUp = new CatchUp(new OutboxSink(outbox, format, steps, new Reader()));
    this.conversation = new Conversation(this, connection, context, format);
    this.expiry = new Expiry(wheel, context.clock()::millis, new Credential());
    this.heartbeat = new Heartbeat(this, context.rules(), wheel.now());
    heartbeat.start();
  }

  /** Answers every command, in order; those under way are answered when they are done. */
  public void receive(List<Command> received) {
    steps.take(() -> conversation.receive(received));
  }

  /** A Ping came, or a Pong that nobody waits for: it counts as a command does. */
  public void pinged() {
    if (!closed) {
      conversation.pinged();
    }
  }

  public void pong() {
    if (!heartbeat.pong()) {
      pinged();
    }
  }

  /** Something was done that all connections of this person are told of. */
  public void toldOfMine(News.Item item) {
    MyConnection mine = conversation.mine();
    if (!closed && mine != null) {
      steps.take(() -> mine.told(item));
    }
  }

  /** Rights changed: asks again for the rooms that it concerns, and for what was asked just now. */
  public void rightsChanged(Access.Change change) {
    if (!closed) {
      steps.take(() -> conversation.rightsChanged(change));
    }
  }

  /**
   * It came with a credential: its first hello that has none has this one.
   *
   * @param credential not checked; null for none
   */
  public void present(@Nullable String credential) {
    conversation.present(credential);
  }

  /** As {@link #enter(Principal, RoomId)}, when access says who it is. */
  public void enter(Command.Hello hello, RoomId room) {
    steps.take(() -> conversation.enter(hello, room));
  }

  /** Enters with an identity, joins a room live and greets: the door of a client without hello. */
  public void enter(Principal principal, RoomId room) {
    conversation.enter(new Admitted(principal, null, 0), room);
  }

  /**
   * A session that ended in the middle of a step does not know where its client is: all that was
   * asked is answered, and it goes; the client comes back with its cursors.
   */
  private void broken(Throwable failure) {
    LOG.log(System.Logger.Level.ERROR, this + " failed and is closed", failure);
    try {
      conversation.broken();
    } catch (RuntimeException | Error again) {
      LOG.log(System.Logger.Level.DEBUG, "nor can what was asked be answered", again);
    } finally {
      if (closed) {
        // What waited for its turn to leave the rooms never has it.
        conversation.end();
      } else {
        close(CloseCode.MOVED);
      }
    }
  }

  /** There may be room in the outbox again. */
  public void writable() {
    catchUp.goOn();
    outbox.goOn();
    regulate();
  }

  /**
   * Reads no more than it can answer: commands under way, answers that are not taken, and a client
   * that asks for too much.
   */
  void regulate() {
    boolean wanted = conversation.takesMore() && outbox.hasRoom();
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

  /** Tells the client what it did not ask for. */
  void reply(Event event) {
    conversation.reply(event);
  }

  /** Asks the client to move; commands are refused from now on. */
  public void drain(long after, String reason) {
    conversation.drain();
    sendAway(after, reason);
  }

  /**
   * Whether nothing waits for its turn, no command is under way and every room that was asked for
   * is answered.
   */
  public boolean isQuiet() {
    return conversation.isQuiet() && !connection.hasInTurn();
  }

  /** It may not stay: what it asked is answered, and it goes. On the loop. */
  public void expel(CloseCode code) {
    if (!closed) {
      conversation.expelled();
      close(code);
    }
  }

  /** Waits for nothing any more: answers what is under way as it stands, then closes. */
  public void giveUp(CloseCode code) {
    conversation.giveUp();
    close(code);
  }

  public void close(CloseCode code) {
    if (!closed) {
      closed = true;
      conversation.end();
      connection.close(code);
    }
  }

  /** It is gone at once, with what waits for it. */
  private void abort() {
    if (!closed) {
      closed = true;
      conversation.end();
      connection.abort();
    }
  }

  /** The connection is gone, whatever ended it: leaves all rooms, behind what it asked before. */
  public void closed() {
    closed = true;
    conversation.partnerLeft();
  }

  /** From now on it is found there; before it is admitted anywhere. */
  public void listIn(Directory where) {
    directory = where;
  }

  @Nullable Directory directory() {
    return directory;
  }

  public String id() {
    return connection.id();
  }

  /** The client's, without port. */
  public String address() {
    return connection.address();
  }

  /** Null before it is admitted. On the loop only. */
  public @Nullable Identity who() {
    return conversation.who();
  }

  /** As {@link #who}, and by what. */
  public @Nullable Principal principal() {
    return conversation.principal();
  }

  /** Monotonic milliseconds. */
  public long openedAt() {
    return connection.openedAt();
  }

  /** Where all of it happens. */
  public Executor loop() {
    return connection.loop();
  }

  /** The client as what is sent to it sees it. */
  private final class Reader implements OutboxSink.Client {
    @Override
    public void watch() {
      Session.this.watch();
    }

    @Override
    public void goOn() {
      writable();
    }

    @Override
    public void retract(long mark) {
      Retraction begun = retraction;
      if (begun == null) {
        begun = new Retraction(outbox, wheel, Session.this::abort);
        retraction = begun;
      }
      begun.begin(mark);
    }
  }

  /** What becomes of a credential that ends. */
  private final class Credential implements Expiry.Holder {
    @Override
    public boolean isClosed() {
      return closed;
    }

    @Override
    public void renew(long by) {
      reply(new Event.Renew(by));
    }

    @Override
    public void expired() {
      conversation.expired();
      close(CloseCode.EXPIRED);
    }
  }

  Expiry expiry() {
    return expiry;
  }

  TimerWheel wheel() {
    return wheel;
  }

  Steps steps() {
    return steps;
  }

  /** Takes a step that may wait for those of other clients. */
  void later(Runnable step) {
    work.add(() -> steps.take(step));
  }

  SessionContext context() {
    return context;
  }

  CatchUp catchUp() {
    return catchUp;
  }

  Outbox outbox() {
    return outbox;
  }

  boolean isAdmitted() {
    return who() != null;
  }

  boolean isReading() {
    return reading;
  }

  /** Whether something that it sent waits for its turn. */
  boolean hasInTurn() {
    return connection.hasInTurn() || !conversation.turns().areFree();
  }

  /** Whether it is gone or takes what it is sent, so that nobody need look after it. */
  boolean keepsUp() {
    return closed || (reading && !catchUp.isBehind() && !outbox.hasShed());
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public String toString() {
    return "session " + connection.id();
  }
}
