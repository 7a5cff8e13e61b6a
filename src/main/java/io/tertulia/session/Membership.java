package io.tertulia.session;

import io.tertulia.protocol.Event;
import io.tertulia.room.Identity;
import io.tertulia.room.MessageLog.Head;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Principal;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Right;
import io.tertulia.room.mine.Mark;
import io.tertulia.session.mine.MineOperations;
import io.tertulia.session.operations.RoomOperations;
import io.tertulia.session.rights.Permission;
import io.tertulia.session.subscription.Opening;
import io.tertulia.session.subscription.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one client asked about one room: the joins that wait for their answer, and what waits behind
 * them. What it reads there is a {@link Subscription}. On the session's loop only.
 */
final class Membership implements Opening {
  /** Of who is in already: what it has heard counts for it. */
  private static final long UNKNOWN = -1;

  private final Conversation conversation;
  private final Session session;
  private final Subscription subscription;

  /** Joins of this room that wait for their answer. */
  private List<Answer> waiting = List.of();

  /** Up to where this one had read when it asked; null for nothing, and where nobody knows. */
  private @Nullable Mark read;

  /** What waits for the first read: the rate of a session bounds how much comes meanwhile. */
  private List<Runnable> behind = List.of();

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
          id,
          re,
          error.code(),
          error.message(),
          error.retryAfter(),
          error.field(),
          error.until(),
          Event.Error.NONE);
    }
  }

  Membership(RoomId room, Identity who, Conversation conversation, Session session) {
    this.conversation = conversation;
    this.session = session;
    this.subscription = new Subscription(room, who, conversation.ports(), session.catchUp(), this);
  }

  Identity who() {
    return subscription.who();
  }

  RoomId room() {
    return subscription.room();
  }

  /**
   * A hello may name hundreds of rooms: so each waits for its turn, and only positions are read at
   * first.
   *
   * @param since null for live only
   */
  void join(@Nullable Position since, Answer answer) {
    waiting = with(waiting, answer);
    MineOperations mine = session.context().mine();
    Principal who = conversation.principal();
    if (mine == null || who == null || answer.isTheDoors()) {
      begin(since, answer);
      return;
    }
    session
        .steps()
        .await(
            () -> mine.find(who, room()),
            row -> {
              read = row == null ? null : row.read();
              if (!subscription.isLeft()) {
                begin(since, answer);
              }
            });
  }

  private void begin(@Nullable Position since, Answer answer) {
    if (answer.re() == 0) {
      subscription.begin(since, true);
    } else {
      session.later(() -> beginInTurn(since));
    }
  }

  /** The node may have filled up meanwhile. */
  private void beginInTurn(@Nullable Position since) {
    if (subscription.isLeft()) {
      return;
    }
    Event.Error full = session.context().rooms().full(room());
    if (full == null) {
      subscription.begin(since, false);
    } else {
      conversation.memberships().leave(room(), full);
    }
  }

  /** A join of a room already joined: the same answer, from where the stream goes on. */
  void joinAgain(Answer answer) {
    waiting = with(waiting, answer);
    Position at = subscription.position();
    if (at != null) {
      Position head = subscription.head();
      joined(at, new Head(head == null ? at : head, UNKNOWN));
    }
  }

  /**
   * Runs {@code action} when the room is joined: behind a join that is under way, so that who says
   * something right after it hears it too. Runs {@code otherwise} when it will not be.
   */
  void whenJoined(Runnable action, Runnable otherwise) {
    if (hasJoined()) {
      // Even if it is left by now: it was asked before.
      action.run();
    } else if (subscription.isLeft()) {
      otherwise.run();
    } else {
      behind = with(behind, () -> (hasJoined() ? action : otherwise).run());
    }
  }

  private boolean hasJoined() {
    return subscription.position() != null;
  }

  /**
   * Hears nothing more; {@link #depart} has to follow.
   *
   * @param why for who waits to be let in
   */
  void leave(Event.Error why) {
    subscription.leave();
    refuse(why);
    opened();
  }

  /** The last of it: the room forgets it, if it ever knew it. */
  void depart() {
    subscription.depart();
  }

  @Override
  public void joined(Position from, Head end) {
    int count = session.context().presence().count(room());
    for (Answer answer : waiting) {
      conversation.answer(
          answer,
          new Event.Joined(
              answer.id(),
              answer.re(),
              room().value(),
              from.cursor(),
              end.position().cursor(),
              end.messages(),
              read(end.position()),
              count));
    }
    waiting = List.of();
    placeRead(end.position());
  }

  /** A mark of this epoch is where it says; of another one the log is asked. */
  private long read(Position head) {
    Mark mark = read;
    return mark != null && mark.position().epoch().equals(head.epoch())
        ? Math.min(mark.position().seq(), head.seq())
        : -1;
  }

  private void placeRead(Position head) {
    Mark mark = read;
    MineOperations mine = session.context().mine();
    Principal who = conversation.principal();
    if (mark == null || mine == null || who == null || read(head) >= 0) {
      return;
    }
    session
        .steps()
        .await(
            () -> mine.place(mark, room(), who),
            seq -> {
              if (seq != null && seq > 0 && isIn()) {
                conversation.reply(new Event.Receipt(room().value(), who.who().from(), seq, true));
              }
            });
  }

  /** What waited behind the join has its turn. */
  @Override
  public void opened() {
    List<Runnable> next = behind;
    behind = List.of();
    next.forEach(Runnable::run);
  }

  @Override
  public void failed() {
    refuse(RoomOperations.readFailed(0));
    conversation.memberships().leave(room());
  }

  @Override
  public void refused(Right.Denial why) {
    conversation.memberships().leave(room(), Permission.JOIN.refusal(why, 0));
  }

  @Override
  public void lost(Event.Out reason, long until) {
    conversation.memberships().leave(room());
    conversation.lost(new Event.Left(room().value(), reason, until));
  }

  @Override
  public Authority authority() {
    Principal now = Objects.requireNonNull(conversation.principal());
    return session.context().rights().authority(now, room());
  }

  /**
   * Why this one may not be noticed by others now, null when it may.
   *
   * @param id of the command that wants it
   */
  Event.@Nullable Error unlessHeard(long id) {
    if (subscription.isInDoubt()) {
      return Permission.SAY.refusal((Boolean) null, id);
    }
    Right.Denial no = subscription.toSay(session.context().clock().millis());
    return no == null ? null : Permission.SAY.refusal(no, id);
  }

  /** The client was shown these entries beside its stream. */
  void shown(List<byte[]> entries) {
    subscription.shown(entries);
  }

  /** Has its stream stop and read on, as who it is now. */
  void askAgain() {
    subscription.doubt();
  }

  /**
   * Whether it is surely in: its stream says when it is no more, and has not said it may be out.
   */
  boolean isIn() {
    return hasJoined() && !subscription.isLeft() && !subscription.isInDoubt();
  }

  /** Whether somebody waits for the answer to a join. */
  boolean isAwaited() {
    return !waiting.isEmpty();
  }

  /** Memberships are many, and most of them wait for nothing: then they have no list either. */
  private static <T> List<T> with(List<T> few, T one) {
    List<T> more = few.isEmpty() ? new ArrayList<>(1) : few;
    more.add(one);
    return more;
  }

  /** Answers every join of this room that is not answered yet. */
  void refuse(Event.Error error) {
    waiting.forEach(answer -> conversation.refuse(answer, error));
    waiting = List.of();
  }
}
