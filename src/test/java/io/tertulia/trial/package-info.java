/**
 * Shows what a cluster of nodes keeps of its promise. A {@link io.tertulia.trial.Trial} runs a
 * workload over a rig while a {@link io.tertulia.trial.Fault} strikes, lets the oracle judge what
 * the journal holds, and reports it. It stands over the packages below, of which only the rows know
 * it.
 */
@NullMarked
package io.tertulia.trial;

import org.jspecify.annotations.NullMarked;
