package io.tertulia.trial.crowd;

import io.tertulia.trial.journal.Attempt;

/** Hears what became of a say. */
interface Said {
  /**
   * @param retryAfter milliseconds, 0 when the server did not say
   */
  void became(Attempt.Outcome outcome, long retryAfter);
}
