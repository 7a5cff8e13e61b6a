/**
 * How busy the machine is on which a trial runs, and by whom: a bar in seconds says something of
 * Tertulia only where its processes had the processors. From {@code /proc}; one thread of its own.
 * And waiting, since in a trial time itself is what acts.
 */
@NullMarked
package io.tertulia.trial.machine;

import org.jspecify.annotations.NullMarked;
