package io.tertulia.session.subscription;

import io.tertulia.protocol.Event;
import io.tertulia.room.Entry;
import io.tertulia.room.Identity;
import io.tertulia.room.MessageLog.Denied;
import io.tertulia.room.MessageLog.Page;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.MessageLog.Reading;
import io.tertulia.room.MessageLog.Reset;
import io.tertulia.room.MessageLog.View;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import io.tertulia.room.fanout.Delivery;
import io.tertulia.room.fanout.Subscriber;
import io.tertulia.room.growing.Seen;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Right;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One client's place in one room: the position it was sent last, and the one road by which it gets
 * further.
 *
 * <p>Live entries are sent as they come while each is the next one. Whenever that fails (a join
 * from a cursor, a client that reads slowly, a hole) the subscription reads pages of the log behind
 * its position until nothing is missing, then it is live again. So nothing is sent twice, out of
 * order or left out.
 *
 * <p>Each page says, of its own moment, whether the client may read. So an entry that may change
 * this is no more than a place where the subscription stops and reads on: who may not any more
 * learns it there, and hears nothing of what stands above. On the client's loop only.
 */
public final class Subscription implements Subscriber {
  /** Entries of one read: a page is held in memory once for each reader. */
  private static final int PAGE = 100;

  private final RoomId room;
  private final Identity who;
  private final Sink sink;
  private final CatchUp catchUp;
  private final RoomPorts ports;
  private final Opening opening;
  private final Stay stay;
  private final GrowingTexts growing;
  private final Deletions deletions;

  private StreamState state = StreamState.ASKED;

  /** Where the client is; null while joining. */
  private @Nullable Position position;

  /** The newest entry known. */
  private @Nullable Position head;

  /** Whether the bus told of an entry while a read was under way, which may not have seen it. */
  private boolean news;

  /** Whether the history changed while a read was under way, which may not have seen that. */
  private boolean forked;

  /** Whether something was heard by which the client may be out: it is told nothing until then. */
  private boolean doubted;

  /** What the client may do, as of the last page; null where everybody may everything. */
  private @Nullable Right right;

  /** Entries lost for good that the client was not told of yet. */
  private long late;

  public Subscription(
      RoomId room, Identity who, RoomPorts ports, CatchUp catchUp, Opening opening) {
    this.room = room;
    this.who = who;
    this.ports = ports;
    this.catchUp = catchUp;
    this.sink = catchUp.sink();
    this.opening = opening;
    this.stay = new Stay(who.id());
    this.growing = new GrowingTexts(room);
    this.deletions = new Deletions(sink);
  }

  @Override
  public Executor loop() {
    return sink.steps().loop();
  }

  public Identity who() {
    return who;
  }

  public RoomId room() {
    return room;
  }

  /** Null before it is in. */
  public @Nullable Position position() {
    return position;
  }

  /** The newest entry known, null for none. */
  public @Nullable Position head() {
    return head;
  }

  /** Why it may not be heard or noticed by others; null when it may. */
  public Right.@Nullable Denial toSay(long now) {
    return right == null ? null : right.toSay(now);
  }

  /** Whether it is not known now what the client may: nobody notices it, as it is told nothing. */
  public boolean isInDoubt() {
    return doubted;
  }

  public boolean isLeft() {
    return state == StreamState.LEFT || state == StreamState.NEVER_IN;
  }

  /**
   * Subscribes, then reads, so that no entry falls between.
   *
   * @param since null for live only
   * @param withEntries whether a first page is read at once where no other is; else positions only,
   *     and entries come page by page, room after room
   */
  public void begin(@Nullable Position since, boolean withEntries) {
    state = StreamState.JOINING;
    deletions.begin();
    boolean reads = since != null && withEntries && catchUp.mayRead(this);
    Query query = since == null ? Query.newest(0) : fitting(Query.after(since, reads ? PAGE : 0));
    sink.steps()
        .await(
            () ->
                ports
                    .rooms()
                    .attach(room, this)
                    .thenCompose(subscribed -> ports.log().read(room, query, opening.authority())),
            reading -> joined(reading, since != null));
  }

  /** Hears nothing more; {@link #depart} has to follow. */
  public void leave() {
    state = state == StreamState.ASKED ? StreamState.NEVER_IN : StreamState.LEFT;
    sink.forget(room);
    catchUp.forget(this);
  }

  /** The last of it: the room forgets it, if it ever knew it. */
  public void depart() {
    if (state == StreamState.LEFT) {
      ports.rooms().detach(room, this);
    }
    if (position != null) {
      ports.presence().leave(room, who);
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
      deletions.hear(delivery.deletion());
      if (state == StreamState.LIVE && sent != null) {
        next(entry, delivery, sent);
      } else if (delivery.change() != null && stay.concerns(delivery.change(), right != null)) {
        doubted = true;
      }
    } else if (delivery.grown() instanceof Seen.Part part) {
      grew(part, delivery);
    } else if (sent != null && !isLeft() && !doubted) {
      sink.ephemeral(room, delivery.event(), who.id());
    }
  }

  /** A part that is not sent is owed, with all the others: they are the first to be left out. */
  private void grew(Seen.Part part, Delivery delivery) {
    boolean live = state == StreamState.LIVE;
    if (live && growing.isNext(part) && sink.hasRoomToSpare()) {
      sink.entry(delivery.event(), who.id());
      growing.sent(part);
    } else if (!live || !growing.had(part)) {
      growing.missed(part, delivery);
      if (live) {
        oweTexts();
      }
    }
  }

  private void oweTexts() {
    state = StreamState.LAGGING;
    if (sink.hasRoomToSpare()) {
      catchUp.lags(this);
    } else {
      catchUp.failed(this);
    }
  }

  /** The client was shown these entries beside its stream. */
  public void shown(List<byte[]> entries) {
    entries.forEach(json -> growing.shown(Seen.ofEntry(json)));
    if (state == StreamState.LIVE && growing.owes()) {
      oweTexts();
    }
  }

  @Override
  public void forked(long lost) {
    late += lost;
    forked = true;
    growing.doubt();
    if (state == StreamState.LIVE) {
      lag();
    }
  }

  /** The client may more or less than before, where not everybody may everything: it reads on. */
  public void doubt() {
    doubted |= right != null || position == null;
    forked(0);
  }

  /** Reads on from where it stopped. */
  void goOn() {
    if (state == StreamState.LAGGING) {
      state = StreamState.READING;
      deletions.begin();
      news = false;
      forked = false;
      Query next = fitting(Query.after(Objects.requireNonNull(position), PAGE));
      Authority reader = opening.authority();
      // The page last, because what it says of rights has to hold for all that was read before it.
      sink.steps()
          .await(
              () ->
                  growing
                      .read(ports.growths())
                      .thenCompose(wholes -> ports.log().read(room, next, reader)),
              this::caughtUp);
    }
  }

  /** No more than the client has room for: the rest would be read again. */
  private Query fitting(Query query) {
    return query.within(Math.min(query.bytes(), sink.room())).as(View.ENTRIES);
  }

  private void next(Entry entry, Delivery delivery, Position sent) {
    Position at = entry.position();
    boolean sameEpoch = at.epoch().equals(sent.epoch());
    if (sameEpoch && at.seq() <= sent.seq()) {
      return;
    }
    Event change = delivery.change();
    if (change != null && stay.concerns(change, right != null)) {
      changed(entry, change, sameEpoch && at.seq() == sent.seq() + 1);
    } else if (sameEpoch && at.seq() == sent.seq() + 1 && sink.hasRoom()) {
      try {
        send(entry, delivery);
      } catch (RuntimeException | Error e) {
        // It was not taken, and may be the last for long: it is read again in a while.
        state = StreamState.LAGGING;
        catchUp.failed(this);
        throw e;
      }
    } else {
      lag();
    }
  }

  private void changed(Entry entry, Event change, boolean next) {
    if (next && stay.endsBy(entry, change, head)) {
      opening.lost(Event.Out.KICKED, 0);
    } else {
      doubted = true;
      lag();
    }
  }

  private void joined(@Nullable Reading reading, boolean asked) {
    catchUp.pageCame(this);
    if (isLeft()) {
      return;
    }
    switch (reading) {
      case null -> opening.failed();
      case Denied(Right.Denial why) -> opening.refused(why);
      case Page page -> joined(page, asked);
    }
  }

  private void joined(Page page, boolean asked) {
    stay.begins(page.head());
    boolean tooFar = asked && page.head().seq() - page.from().seq() > ports.catchup();
    Position from = tooFar ? page.head() : page.from();
    position = from;
    ports.presence().enter(room, who);
    learn(page);
    opening.joined(from, page.end());
    page.resets().forEach(this::tell);
    if (tooFar) {
      tell(new Reset(Event.Reason.BEHIND, page.head()));
    }
    growing.owe(ports.growths().of(room));
    advance(tooFar ? List.of() : deletions.since(page), page.head());
    opening.opened();
  }

  private void caughtUp(@Nullable Reading reading) {
    if (isLeft()) {
      return;
    }
    switch (reading) {
      case null -> {
        state = StreamState.LAGGING;
        catchUp.failed(this);
      }
      case Denied(Right.Denial why) -> opening.lost(Stay.end(why), why.until());
      case Page page -> caughtUp(page);
    }
  }

  private void caughtUp(Page page) {
    catchUp.pageCame(this);
    learn(page);
    for (Reset reset : page.resets()) {
      tell(reset);
      position = reset.cursor();
    }
    advance(deletions.since(page), page.head());
  }

  /** A page knows better what the head is than the bus, unless the bus told of it later. */
  private void learn(Page page) {
    right = page.right();
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
      if (!sink.hasRoom()) {
        break;
      }
      Delivery delivery = Delivery.of(entry);
      if (stay.endsBy(entry, delivery.change(), head)) {
        opening.lost(Event.Out.KICKED, 0);
        return;
      }
      send(entry, delivery);
    }
    if (!news && !forked && Objects.requireNonNull(position).seq() >= top.seq()) {
      state = StreamState.LIVE;
      stay.isUpToDate();
      doubted = false;
      growing.settle(sink, who.id());
      if (growing.owes()) {
        oweTexts();
      }
    } else {
      lag();
    }
  }

  private void lag() {
    state = StreamState.LAGGING;
    catchUp.lags(this);
  }

  private void tell(Reset reset) {
    boolean lost = reset.reason() == Event.Reason.EPOCH;
    sink.event(
        new Event.Reset(room.value(), reset.reason(), reset.cursor().cursor(), lost ? late : 0));
    late = lost ? 0 : late;
    ports.resets().accept(reset.reason());
  }

  private void send(Entry entry, Delivery delivery) {
    sink.entry(delivery.event(), who.id());
    growing.sent(delivery.grown());
    position = entry.position();
  }
}
