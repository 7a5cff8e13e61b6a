package io.tertulia.session;

import io.tertulia.protocol.ErrorCode;
import io.tertulia.room.AccessPolicy;
import io.tertulia.room.Bus;
import io.tertulia.room.MessageLog;
import io.tertulia.room.Presence;
import io.tertulia.room.RateLimits;
import io.tertulia.room.fanout.LocalRooms;
import java.time.Clock;

/** What all sessions of a node share. */
public record Chat(
    MessageLog log,
    LocalRooms rooms,
    Bus bus,
    Presence presence,
    AccessPolicy access,
    RateLimits limits,
    Meter meter,
    Clock clock,
    Rules rules) {

  /** Counts what was asked. Any thread. */
  public interface Meter {
    void stored();

    void refused(ErrorCode code);
  }
}
