package io.tertulia.session;

import io.tertulia.protocol.Event;
import io.tertulia.room.RateLimits;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Principal;
import io.tertulia.room.fanout.LocalRooms;
import io.tertulia.session.mine.MyConnection;
import io.tertulia.session.timing.Steps;
import io.tertulia.session.timing.TimerWheel;
import org.jspecify.annotations.Nullable;

/** A session as what is about its own rooms sees it. On its loop, but for {@link #throttle}. */
final class MineClient implements MyConnection.Client {
  /** Rooms that count as one command of their address, as those of a hello do. */
  private static final int TOGETHER = 10;

  private final Conversation conversation;
  private final Session session;

  MineClient(Conversation conversation, Session session) {
    this.conversation = conversation;
    this.session = session;
  }

  @Override
  public String id() {
    return session.id();
  }

  @Override
  public @Nullable Principal principal() {
    return conversation.principal();
  }

  @Override
  public Steps steps() {
    return session.steps();
  }

  @Override
  public TimerWheel wheel() {
    return session.wheel();
  }

  @Override
  public boolean isIn(RoomId room) {
    Membership there = conversation.memberships().find(room);
    return there != null && there.isIn();
  }

  @Override
  public void reply(Event event) {
    conversation.reply(event);
  }

  @Override
  public boolean hasRoomToSpare() {
    return session.outbox().hasRoomToSpare();
  }

  @Override
  public LocalRooms rooms() {
    return session.context().rooms();
  }

  @Override
  public String address() {
    return session.address();
  }

  @Override
  public int most() {
    return session.context().rules().limits().rooms();
  }

  @Override
  public void later(Runnable step) {
    session.later(step);
  }

  @Override
  public long throttle(int rooms) {
    long wait = 0;
    for (int i = 0; i < rooms / TOGETHER && wait == 0; i++) {
      wait = session.context().limits().take(RateLimits.Kind.ADDRESS, session.address());
    }
    return wait;
  }
}
