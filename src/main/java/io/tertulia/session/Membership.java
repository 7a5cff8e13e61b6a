package io.tertulia.session;

import io.tertulia.protocol.Event;
import io.tertulia.room.Entry;
import io.tertulia.room.Identity;
import io.tertulia.room.MessageLog.Page;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.MessageLog.Reset;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import io.tertulia.room.fanout.Delivery;
import io.tertulia.room.fanout.Subscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One session's place in one room: the position it was sent last, and the one road by which it gets
 * further.
 *
 * <p>Live entries are sent as they come while each is the next one. Whenever that fails (a join
 * from a cursor, a client that reads slowly, a hole) the membership reads pages of the log behind
 * its position until nothing is missing, then it is live again. So nothing is sent twice, out of
 * order or left out. On the session's loop only.
 */
final class Membership implements Subscriber {
  /** Entries of one read: a page is held in memory once for each reader. */
  private static final int PAGE = 100;

  private final RoomId room;
  private final Identity who;
  private final Conversation conversation;
  private final Session session;

  /** Joins of this room that wait for their answer. */
  private final List<Answer> waiting = new ArrayList<>(1);

  /** What waits for the first read: the rate of a session bounds how much comes meanwhile. */
  private final List<Runnable> behind = new ArrayList<>(0);

  private State state = State.ASKED;

  /** Where the client is; null while joining. */
  private @Nullable Position position;

  /** The newest entry known. */
  private @Nullable Position head;

  /** Whether the bus told of an entry while a read was under way, which may not have seen it. */
  private boolean news;

  /** Whether the history changed while a read was under way, which may not have seen that. */
  private boolean forked;

  /** Entries lost for good that the client was not told of yet. */
  private long late;

  private enum State {
    /** Its turn has not come. */
    ASKED,
    /** The first read is under way. */
    JOINING,
    /** A read is under way. */
    READING,
    /** The session knows, and has it read when there is room. */
    LAGGING,
    /** Entries are sent as they come. */
    LIVE,
    LEFT,
    /** It left before its turn came, or was not let in. */
    NEVER_IN
  }

  /** Whom a join is answered to: its own id, or the hello's. */
  record Answer(long id, long re) {
    /** Of a client that was put into its room and did not ask. */
    static final Answer THE_DOORS = new Answer(0, 0);

    /** Nobody's who could ask again. */
    boolean isTheDoors() {
      return id == 0 && re == 0;
    }

    Event.Error to(Event.Error error) {
      return new Event.Error(
          id, re, error.code(), error.message(), error.retryAfter(), error.field());
    }
  }

  Membership(RoomId room, Identity who, Conversation conversation, Session session) {
    this.room = room;
    this.who = who;
    this.conversation = conversation;
    this.session = session;
  }

  @Override
  public Executor loop() {
    return session.loop();
  }

  Identity who() {
    return who;
  }

  RoomId room() {
    return room;
  }

  /**
   * Subscribes, then reads, so that no entry falls between. A hello may name hundreds of rooms: so
   * each waits for its turn, and only positions are read at first; entries come page by page, room
   * after room.
   *
   * @param since null for live only
   */
  void join(@Nullable Position since, Answer answer) {
    waiting.add(answer);
    if (answer.re() == 0) {
      begin(since, answer);
    } else {
      session.later(() -> beginInTurn(since, answer));
    }
  }

  /** The node may have filled up meanwhile. */
  private void beginInTurn(@Nullable Position since, Answer answer) {
    if (isLeft()) {
      return;
    }
    Event.Error full = session.context().rooms().full(room);
    if (full == null) {
      begin(since, answer);
    } else {
      conversation.memberships().leave(room, full);
    }
  }

  private void begin(@Nullable Position since, Answer answer) {
    state = State.JOINING;
    boolean reads = since != null && answer.re() == 0 && conversation.memberships().mayRead(this);
    Query query = since == null ? Query.newest(0) : fitting(Query.after(since, reads ? PAGE : 0));
    session
        .steps()
        .await(
            () ->
                session
                    .context()
                    .rooms()
                    .attach(room, this)
                    .thenCompose(subscribed -> session.context().log().read(room, query)),
            page -> joined(page, since != null));
  }

  /** A join of a room already joined: the same answer, from where the stream goes on. */
  void joinAgain(Answer answer) {
    waiting.add(answer);
    if (position != null) {
      answer(position);
    }
  }

  /**
   * Runs {@code action} when the room is joined: behind a join that is under way, so that who says
   * something right after it hears it too. Runs {@code otherwise} when it will not be.
   */
  void whenJoined(Runnable action, Runnable otherwise) {
    if (position != null) {
      // Even if it is left by now: it was asked before.
      action.run();
    } else if (isLeft()) {
      otherwise.run();
    } else {
      behind.add(() -> (position == null ? otherwise : action).run());
    }
  }

  private boolean isLeft() {
    return state == State.LEFT || state == State.NEVER_IN;
  }

  private void goOnBehind() {
    List<Runnable> next = List.copyOf(behind);
    behind.clear();
    next.forEach(Runnable::run);
  }

  /**
   * Hears nothing more; {@link #depart} has to follow.
   *
   * @param why for who waits to be let in
   */
  void leave(Event.Error why) {
    state = state == State.ASKED ? State.NEVER_IN : State.LEFT;
    session.outbox().forget(room);
    refuse(why);
    goOnBehind();
  }

  /** The last of it: the room forgets it, if it ever knew it. */
  void depart() {
    if (state == State.LEFT) {
      session.context().rooms().detach(room, this);
    }
    if (position != null) {
      session.context().presence().leave(room, who);
    }
  }

  @Override
  public void deliver(Delivery delivery) {
    Entry entry = delivery.entry();
    Position sent = position;
    if (entry != null) {
      Position known = head;
      if (known == null || !known.isAtOrAbove(entry.position())) {
        head = entry.position();
      }
      news = true;
      if (state == State.LIVE && sent != null) {
        next(entry, delivery, sent);
      }
    } else if (sent != null && !isLeft()) {
      offer(delivery);
    }
  }

  private void offer(Delivery ephemeral) {
    if (!session
        .outbox()
        .offer(room, ephemeral, session.format().of(ephemeral.event(), who.id()))) {
      session.watch();
    }
  }

  @Override
  public void forked(long lost) {
    late += lost;
    forked = true;
    if (state == State.LIVE) {
      lag();
    }
  }

  /** Reads on from where it stopped. */
  void goOn() {
    if (state == State.LAGGING) {
      state = State.READING;
      news = false;
      forked = false;
      session
          .steps()
          .await(
              () ->
                  session
                      .context()
                      .log()
                      .read(room, fitting(Query.after(Objects.requireNonNull(position), PAGE))),
              this::caughtUp);
    }
  }

  /** No more than the client has room for: the rest would be read again. */
  private Query fitting(Query query) {
    return query.within(Math.min(query.bytes(), session.outbox().room()));
  }

  private void next(Entry entry, Delivery delivery, Position sent) {
    Position at = entry.position();
    boolean sameEpoch = at.epoch().equals(sent.epoch());
    if (sameEpoch && at.seq() <= sent.seq()) {
      return;
    }
    if (sameEpoch && at.seq() == sent.seq() + 1 && session.outbox().hasRoom()) {
      try {
        send(entry, delivery);
      } catch (RuntimeException | Error e) {
        // It was not taken, and may be the last for long: it is read again in a while.
        state = State.LAGGING;
        conversation.memberships().failed(this);
        throw e;
      }
    } else {
      lag();
    }
  }

  private void joined(@Nullable Page page, boolean asked) {
    conversation.memberships().pageCame(this);
    if (isLeft()) {
      return;
    }
    if (page == null) {
      refuse(RoomOperations.readFailed(0));
      conversation.memberships().leave(room);
      return;
    }
    boolean tooFar =
        asked
            && page.head().seq() - page.from().seq() > session.context().rules().limits().catchup();
    position = tooFar ? page.head() : page.from();
    session.context().presence().enter(room, who);
    learn(page);
    answer(position);
    page.resets().forEach(this::tell);
    if (tooFar) {
      tell(new Reset(Event.Reason.BEHIND, page.head()));
    }
    advance(tooFar ? List.of() : page.entries(), page.head());
    goOnBehind();
  }

  private void caughtUp(@Nullable Page page) {
    if (isLeft()) {
      return;
    }
    if (page == null) {
      state = State.LAGGING;
      conversation.memberships().failed(this);
      return;
    }
    conversation.memberships().pageCame(this);
    learn(page);
    for (Reset reset : page.resets()) {
      tell(reset);
      position = reset.cursor();
    }
    advance(page.entries(), page.head());
  }

  /** A page knows better what the head is than the bus, unless the bus told of it later. */
  private void learn(Page page) {
    Position heard = head;
    news =
        news
            && heard != null
            && !(heard.epoch().equals(page.head().epoch()) && heard.seq() <= page.head().seq());
    if (!news) {
      head = page.head();
    }
  }

  private void advance(List<Entry> entries, Position top) {
    for (Entry entry : entries) {
      if (!session.outbox().hasRoom()) {
        break;
      }
      send(entry, Delivery.of(entry));
    }
    if (!news && !forked && Objects.requireNonNull(position).seq() >= top.seq()) {
      state = State.LIVE;
    } else {
      lag();
    }
  }

  private void lag() {
    state = State.LAGGING;
    conversation.memberships().lags(this);
  }

  private void answer(Position from) {
    int count = session.context().presence().count(room);
    String to = (head == null ? from : head).cursor();
    for (Answer answer : waiting) {
      conversation.answer(
          answer,
          new Event.Joined(answer.id(), answer.re(), room.value(), from.cursor(), to, count));
    }
    waiting.clear();
  }

  /** Whether somebody waits for the answer to a join. */
  boolean isAwaited() {
    return !waiting.isEmpty();
  }

  /** Answers every join of this room that is not answered yet. */
  void refuse(Event.Error error) {
    waiting.forEach(answer -> conversation.refuse(answer, error));
    waiting.clear();
  }

  private void tell(Reset reset) {
    boolean lost = reset.reason() == Event.Reason.EPOCH;
    conversation.reply(
        new Event.Reset(room.value(), reset.reason(), reset.cursor().cursor(), lost ? late : 0));
    late = lost ? 0 : late;
    session.context().meter().reset(reset.reason());
  }

  private void send(Entry entry, Delivery delivery) {
    session.outbox().stream(session.format().of(delivery.event(), who.id()));
    position = entry.position();
  }
}
