/**
 * Shows what a cluster of nodes keeps of its promise: a seeded {@link io.tertulia.trial.Workload}
 * of members and publishers who follow the wire contract, the {@link io.tertulia.trial.Journal} of
 * all they tried and received, and the {@link io.tertulia.trial.Oracle} that judges it. Knows nodes
 * by their addresses only, so it can be pointed at any of them.
 */
@NullMarked
package io.tertulia.trial;

import org.jspecify.annotations.NullMarked;
