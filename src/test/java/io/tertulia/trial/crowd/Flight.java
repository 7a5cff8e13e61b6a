package io.tertulia.trial.crowd;

import io.tertulia.trial.journal.Attempt.Door;

/**
 * An attempt that is under way.
 *
 * @param at nanoseconds since the journal began
 */
record Flight(long at, Door door, String node, String mid) {}
