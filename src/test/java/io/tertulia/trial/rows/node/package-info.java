/**
 * Faults of nodes and of their way to Redis: killed, stopped, replaced, cut off, slow, with a clock
 * that jumps.
 */
@NullMarked
package io.tertulia.trial.rows.node;

import org.jspecify.annotations.NullMarked;
