/** The house in Redis: two lists and their head, under one hash tag. On the cluster's loop. */
@NullMarked
package io.tertulia.cluster.redis.house;

import org.jspecify.annotations.NullMarked;
