package io.tertulia.session.subscription;

/** Where a subscription is on its road from a cursor to live. */
enum StreamState {
  /** It has not begun. */
  ASKED,
  /** The first read is under way. */
  JOINING,
  /** A read is under way. */
  READING,
  /** {@link CatchUp} knows, and has it read when there is room. */
  LAGGING,
  /** Entries are sent as they come. */
  LIVE,
  LEFT,
  /** It left before it began. */
  NEVER_IN
}
