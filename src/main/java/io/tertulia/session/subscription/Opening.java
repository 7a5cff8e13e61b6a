package io.tertulia.session.subscription;

import io.tertulia.protocol.Event;
import io.tertulia.room.MessageLog.Head;
import io.tertulia.room.Position;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Right;

/** Hears how a subscription begins, and that it has to end. */
public interface Opening {
  /**
   * It is in; what follows starts right behind this position.
   *
   * @param end the newest entry known
   */
  void joined(Position from, Head end);

  /** What was read at once is on its way, the rest follows. */
  void opened();

  /** The log did not answer: it has to be left. */
  void failed();

  /** It may not be: it has to be left. */
  void refused(Right.Denial why);

  /** It was put out, at this place in its stream: it has to be left. */
  void lost(Event.Out reason, long until);

  /** As who it is now. */
  Authority authority();
}
