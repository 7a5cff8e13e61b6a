package io.tertulia.room.overlay;

/** What a log says to something that is to be done to a message. */
public enum Verdict {
  FINE,
  /** There is no such message. */
  MISSING,
  /** It was deleted. */
  GONE,
  /** It is another one's. */
  NOT_YOURS,
  /** It is so already. */
  UNCHANGED,
  /** It would have too many kinds of reactions. */
  FULL,
  /** It is no root: it is in a thread itself. */
  IN_THREAD
}
