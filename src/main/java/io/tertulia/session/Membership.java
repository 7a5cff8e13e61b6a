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
  private final Session session;

  /** Joins of this room that wait for their answer. */
  private final List<Answer> waiting = new ArrayList<>(1);

  /** Null until the join was answered. */
  private @Nullable Position position;

  private boolean live;
  private boolean reading;
  private boolean left;

  /** The newest seq that came by on the bus. */
  private long seen;

  /** Whom a join is answered to: its own id, or the hello's. */
  record Answer(long id, long re) {
    Event.Error to(Event.Error error) {
      return new Event.Error(
          id, re, error.code(), error.message(), error.retryAfter(), error.field());
    }
  }

  Membership(RoomId room, Identity who, Session session) {
    this.room = room;
    this.who = who;
    this.session = session;
  }

  @Override
  public Executor loop() {
    return session.loop();
  }

  /**
   * Subscribes, then reads, so that no entry falls between.
   *
   * @param since null for live only
   */
  void join(@Nullable Position since, Answer answer) {
    waiting.add(answer);
    Query query = since == null ? Query.newest(0) : Query.after(since, PAGE);
    session.await(
        session
            .chat()
            .rooms()
            .attach(room, this)
            .thenCompose(subscribed -> session.chat().log().read(room, query)),
        page -> begin(page, since != null));
  }

  /** A join of a room already joined: the same answer, from where the stream goes on. */
  void joinAgain(Answer answer) {
    waiting.add(answer);
    if (position != null) {
      session.await(session.chat().log().read(room, Query.newest(0)), this::answer);
    }
  }

  void leave() {
    left = true;
    session.chat().rooms().detach(room, this);
    if (position != null) {
      session.chat().presence().leave(room, who);
    }
  }

  @Override
  public void deliver(Delivery delivery) {
    Entry entry = delivery.entry();
    if (position == null) {
      seen = entry == null ? seen : entry.position().seq();
    } else if (entry == null) {
      session.outbox().offer(session.wording().delivery(delivery, who));
    } else {
      seen = entry.position().seq();
      next(entry, delivery, position.seq());
    }
  }

  /** Goes on from where it stopped, when there is room again. */
  void resume() {
    if (!live && !reading && !left && position != null) {
      catchUp(position);
    }
  }

  private void next(Entry entry, Delivery delivery, long sent) {
    if (entry.position().seq() <= sent || reading) {
      return;
    }
    if (live && entry.position().seq() == sent + 1 && session.outbox().hasRoom()) {
      send(entry, delivery);
    } else {
      live = false;
      session.lags(this);
    }
  }

  private void begin(@Nullable Page page, boolean asked) {
    if (left) {
      return;
    }
    if (page == null) {
      session.joinFailed(room, waiting);
      return;
    }
    boolean behind =
        asked && page.head().seq() - page.from().seq() > session.chat().rules().limits().catchup();
    position = behind ? page.head() : page.from();
    session.chat().presence().enter(room, who);
    answer(page);
    page.resets().forEach(this::tell);
    if (behind) {
      tell(new Reset(Event.Reason.BEHIND, page.head()));
    }
    advance(behind ? List.of() : page.entries(), page.head());
  }

  private void answer(@Nullable Page page) {
    if (page == null || position == null || left) {
      return;
    }
    int count = session.chat().presence().roster(room).count();
    for (Answer answer : waiting) {
      session.reply(
          new Event.Joined(
              answer.id(),
              answer.re(),
              room.value(),
              position.cursor(),
              page.head().cursor(),
              count));
    }
    waiting.clear();
  }

  private void catchUp(Position from) {
    reading = true;
    session.await(
        session.chat().log().read(room, Query.after(from, PAGE)),
        page -> {
          reading = false;
          if (page == null) {
            session.lags(this);
          } else if (!left) {
            page.resets().forEach(this::reset);
            advance(page.entries(), page.head());
          }
        });
  }

  private void reset(Reset reset) {
    tell(reset);
    position = reset.cursor();
  }

  private void tell(Reset reset) {
    session.reply(new Event.Reset(room.value(), reset.reason(), reset.cursor().cursor()));
  }

  private void advance(List<Entry> entries, Position head) {
    for (Entry entry : entries) {
      if (!session.outbox().hasRoom()) {
        break;
      }
      send(entry, Delivery.of(entry));
    }
    if (position != null && position.seq() >= Math.max(head.seq(), seen)) {
      live = true;
    } else {
      session.lags(this);
    }
  }

  private void send(Entry entry, Delivery delivery) {
    session.outbox().put(session.wording().delivery(delivery, who));
    position = entry.position();
  }
}
