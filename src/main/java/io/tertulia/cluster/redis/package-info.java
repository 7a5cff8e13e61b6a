/**
 * Redis and only Redis: connections that are kept up, the scripts, the channels. On the cluster's
 * {@link io.tertulia.cluster.log.Loop}.
 */
@NullMarked
package io.tertulia.cluster.redis;

import org.jspecify.annotations.NullMarked;
