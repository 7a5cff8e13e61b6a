package io.tertulia.trial.crowd;

import io.tertulia.trial.crowd.person.BackOff;
import org.jspecify.annotations.Nullable;

/** Something a publisher wants to have said once, however often it has to try. */
final class Intent {
  final String room;
  final String key;
  final String text;
  final BackOff backOff;

  /** When to try next, in milliseconds; no more when it is under way or settled. */
  volatile long due;

  /** The attempt under way; null when there is none. */
  volatile @Nullable Flight flight;

  boolean acked;

  /** The number under which its sender heard it; 0 while it has not. */
  long seenAt;

  Intent(String room, String key, String text, BackOff backOff) {
    this.room = room;
    this.key = key;
    this.text = text;
    this.backOff = backOff;
  }
}
