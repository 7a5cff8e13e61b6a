/** The log in Redis: the scripts, and the port that calls them. On the cluster's loop. */
@NullMarked
package io.tertulia.cluster.redis.log;

import org.jspecify.annotations.NullMarked;
