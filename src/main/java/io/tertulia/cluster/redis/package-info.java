/**
 * Redis and only Redis: one node's connections and what they carry, beside the log (in {@code
 * log}): channels, counters, and whether this Redis is fit. On the cluster's {@link
 * io.tertulia.cluster.log.Loop}.
 */
@NullMarked
package io.tertulia.cluster.redis;

import org.jspecify.annotations.NullMarked;
