/**
 * A seeded {@link io.tertulia.trial.workload.Workload} of members and publishers, and how much of
 * it the machine bears. Knows nodes by their addresses only, so it can be pointed at any of them.
 */
@NullMarked
package io.tertulia.trial.workload;

import org.jspecify.annotations.NullMarked;
