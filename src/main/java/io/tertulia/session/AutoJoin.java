package io.tertulia.session;

import io.tertulia.protocol.CloseCode;
import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Principal;
import io.tertulia.session.timing.TimerWheel;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Brings a client that cannot ask again into its one room: when the log does not answer, it is told
 * so once, and joins by itself as soon as the log is back, for as long as its connection lives. On
 * the session's loop only. Times in milliseconds.
 */
final class AutoJoin implements TimerWheel.Timed {
  private static final long FIRST = 1_000;
  private static final long LONGEST = 15_000;

  private static final String WAITS =
      "The log does not answer: you will be let in as soon as it does, and told so.";

  private final Conversation conversation;
  private final Session session;
  private final Principal who;
  private final RoomId room;
  private long pause = FIRST;
  private boolean waiting;

  AutoJoin(Conversation conversation, Session session, Principal who, RoomId room) {
    this.conversation = conversation;
    this.session = session;
    this.who = who;
    this.room = room;
  }

  void begin() {
    conversation.memberships().join(who, room, null, Membership.Answer.THE_DOORS);
  }

  /** Whether the log did not answer and is asked again. */
  boolean isWaiting() {
    return waiting;
  }

  void joined(Event joined) {
    if (waiting) {
      waiting = false;
      conversation.reply(joined);
    }
  }

  void refused(Event.Error why) {
    if (!isPassing(why.code())) {
      conversation.reply(why);
      if (why.code() == ErrorCode.FORBIDDEN) {
        conversation.closeIfDeaf(CloseCode.UNAUTHORISED);
      }
      return;
    }
    if (!waiting) {
      waiting = true;
      conversation.reply(Event.Error.of(0, why.code(), WAITS));
    }
    // Not all that wait at once.
    long wait = pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2);
    pause = Math.min(2 * pause, LONGEST);
    session.wheel().add(this, session.wheel().now() + wait);
  }

  private static boolean isPassing(ErrorCode code) {
    return code == ErrorCode.UNAVAILABLE || code == ErrorCode.INTERNAL;
  }

  @Override
  public long tick(long now) {
    if (!session.isClosed()) {
      begin();
    }
    return NEVER;
  }
}
