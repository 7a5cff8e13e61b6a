/**
 * What a node holds of each room beside its place in it: entries that it saw stored lately, so that
 * they can be put back, and the histories that the room has had. Knows no Redis and no loop.
 */
@NullMarked
package io.tertulia.cluster.follow.held;

import org.jspecify.annotations.NullMarked;
