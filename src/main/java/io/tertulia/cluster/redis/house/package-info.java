/**
 * The house in Redis: two lists and their head, under one hash tag; and the rooms of people, each
 * person's under its own. On the cluster's loop.
 */
@NullMarked
package io.tertulia.cluster.redis.house;

import org.jspecify.annotations.NullMarked;
