/**
 * What a node knows and holds of one room: its place in it, the histories that the room has had,
 * and entries that it saw stored lately, so that they can be put back. Knows nothing of other
 * rooms. On the cluster's loop.
 */
@NullMarked
package io.tertulia.cluster.follow.held;

import org.jspecify.annotations.NullMarked;
