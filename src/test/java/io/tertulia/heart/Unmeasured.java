package io.tertulia.heart;

import io.tertulia.protocol.ErrorCode;
import io.tertulia.protocol.Event;
import io.tertulia.room.fanout.LocalRooms;
import io.tertulia.session.shared.SessionContext;

/** Counts nothing: a test takes from it what it wants counted. */
public class Unmeasured implements SessionContext.Meter, LocalRooms.FanoutMeter {
  @Override
  public void stored() {}

  @Override
  public void refused(ErrorCode code) {}

  @Override
  public void reset(Event.Reason why) {}

  @Override
  public void delivered(int members, long bornNanos) {}

  @Override
  public long nanoTime() {
    return 0;
  }
}
