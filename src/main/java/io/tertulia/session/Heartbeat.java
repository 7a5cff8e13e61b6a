package io.tertulia.session;

import io.tertulia.format.Frame;
import io.tertulia.protocol.CloseCode;
import io.tertulia.session.shared.SessionContext;
import io.tertulia.session.timing.TimerWheel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The deadlines of one session: hello, pong, and a client that takes nothing. */
final class Heartbeat implements TimerWheel.Timed {
  private static final Frame PING = Frame.ping("tertulia".getBytes(StandardCharsets.US_ASCII));

  /** How often a client that does not keep up is looked at, in milliseconds. */
  private static final long CLOSELY = 1_000;

  private final Session session;
  private final SessionContext.Rules rules;
  private long helloBy;
  private long pingAt;
  private boolean awaitingPong;
  private long pongBy;
  private boolean watching;

  Heartbeat(Session session, SessionContext.Rules rules, long now) {
    this.session = session;
    this.rules = rules;
    this.helloBy = now + rules.hello().toMillis();
    this.pingAt = now + rules.ping().toMillis();
  }

  void start() {
    session.wheel().add(this, Math.min(pingAt, helloBy));
  }

  /** A pong may be among the bytes that were held back: its time starts again. */
  void readsAgain() {
    pongBy = session.wheel().now() + rules.pong().toMillis();
  }

  /**
   * @return whether it was waited for
   */
  boolean pong() {
    boolean awaited = awaitingPong;
    awaitingPong = false;
    return awaited;
  }

  /** Looks closely at a client that is behind, until it is not. */
  void watch() {
    if (!watching) {
      watching = true;
      session.wheel().add(this::look, session.wheel().now() + CLOSELY);
    }
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
    long next = awaitingPong ? Math.min(pingAt, pongBy) : pingAt;
    return session.isAdmitted() ? next : Math.min(next, helloBy);
  }

  private @Nullable CloseCode over(long now) {
    if (session.hasInTurn() && now >= helloBy) {
      // It may be the hello.
      helloBy = now + CLOSELY;
    }
    if (!session.isAdmitted() && now >= helloBy) {
      return CloseCode.MISUSE;
    }
    if (!session.isReading() || session.hasInTurn() || isProgressing(now)) {
      pongBy = now + rules.pong().toMillis();
    }
    return awaitingPong && now >= pongBy ? CloseCode.NO_PONG : null;
  }

  /** Whether the client is still taking what waits before the ping: slow, not gone. */
  private boolean isProgressing(long now) {
    return session.outbox().isHeldUp()
        && session.outbox().stalledFor(now) < rules.pong().toMillis();
  }

  private void ping(long now) {
    pingAt = now + rules.ping().toMillis();
    if (!awaitingPong) {
      awaitingPong = true;
      pongBy = now + rules.pong().toMillis();
      session.outbox().put(PING);
    }
  }

  private long look(long now) {
    if (!session.isClosed() && session.outbox().stalledFor(now) >= rules.stalled().toMillis()) {
      session.close(CloseCode.TOO_SLOW);
    }
    session.writable();
    watching = !session.keepsUp();
    return watching ? now + CLOSELY : NEVER;
  }
}
