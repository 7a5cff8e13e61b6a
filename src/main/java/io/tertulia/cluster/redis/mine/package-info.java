/**
 * What people have of the rooms, in Redis: of each person two hashes under a tag of its own, and
 * what a room looks like to them. On the cluster's loop.
 */
@NullMarked
package io.tertulia.cluster.redis.mine;

import org.jspecify.annotations.NullMarked;
