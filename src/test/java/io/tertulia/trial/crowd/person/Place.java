package io.tertulia.trial.crowd.person;

import io.tertulia.trial.journal.Cursor;
import org.jspecify.annotations.Nullable;

/** Where a person is in one room. Guarded by the person. */
final class Place {
  /** What was reached; null before the first join. */
  @Nullable Cursor cursor;

  /** What the join under way asked for. */
  @Nullable Cursor since;

  /** The seq at which it has caught up. */
  long head;

  /** Whether it wants to be in. */
  boolean wanted = true;

  /** Whether the current connection has joined it. */
  boolean joined;

  /** The connection on which it was asked for. */
  @Nullable Session asked;

  /**
   * The first command that asked for it since it wanted to be in; 0 for none. What answers an
   * earlier one is of a time before it had left.
   */
  long firstAsk;

  /**
   * @param id of the join, or of the hello
   */
  void ask(Session on, long id) {
    asked = on;
    firstAsk = firstAsk == 0 ? id : firstAsk;
    since = cursor;
    head = 0;
  }

  boolean isLive() {
    Cursor reached = cursor;
    return !wanted || (joined && reached != null && reached.seq() >= head);
  }
}
