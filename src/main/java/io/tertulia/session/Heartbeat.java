package io.tertulia.session;

import io.tertulia.protocol.CloseCode;
import io.tertulia.protocol.Frame;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The deadlines of one session: hello, pong, and a client that takes nothing. */
final class Heartbeat implements TimerWheel.Timed {
  private static final Frame PING = Frame.ping("tertulia".getBytes(StandardCharsets.US_ASCII));

  private final Session session;
  private final Rules rules;
  private final long openedAt;
  private long pingAt;
  private boolean awaitingPong;
  private long pongBy;

  Heartbeat(Session session, Rules rules, long now) {
    this.session = session;
    this.rules = rules;
    this.openedAt = now;
    this.pingAt = now + rules.ping().toMillis();
  }

  long first() {
    return session.isAdmitted() ? pingAt : Math.min(pingAt, helloBy());
  }

  void pong() {
    awaitingPong = false;
  }

  @Override
  public long tick(long now) {
    if (session.isClosed()) {
      return NEVER;
    }
    CloseCode over = over(now);
    if (over != null) {
      session.close(over);
      return NEVER;
    }
    if (now >= pingAt) {
      ping(now);
    }
    return next(now);
  }

  private @Nullable CloseCode over(long now) {
    if (!session.isAdmitted() && now >= helloBy()) {
      return CloseCode.MISUSE;
    }
    if (session.outbox().stalledFor(now) >= rules.stalled().toMillis()) {
      return CloseCode.TOO_SLOW;
    }
    if (awaitingPong && !session.isReading()) {
      // A pong may be among the bytes that are held back: its time starts again.
      pongBy = now + rules.pong().toMillis();
    }
    return awaitingPong && now >= pongBy ? CloseCode.NO_PONG : null;
  }

  private void ping(long now) {
    pingAt = now + rules.ping().toMillis();
    if (!awaitingPong) {
      awaitingPong = true;
      pongBy = now + rules.pong().toMillis();
      session.outbox().put(PING);
    }
  }

  private long next(long now) {
    long next = awaitingPong ? Math.min(pingAt, pongBy) : pingAt;
    if (!session.isAdmitted()) {
      next = Math.min(next, helloBy());
    }
    boolean waiting = session.outbox().stalledFor(now) > 0;
    return waiting ? Math.min(next, now + 1_000) : next;
  }

  private long helloBy() {
    return openedAt + rules.hello().toMillis();
  }
}
