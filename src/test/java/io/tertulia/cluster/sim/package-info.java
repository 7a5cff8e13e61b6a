/**
 * The whole cluster in one thread and in a time of its own: the nodes are the real ones, Redis and
 * the network between are models that can do harm. A seed decides everything.
 */
@NullMarked
package io.tertulia.cluster.sim;

import org.jspecify.annotations.NullMarked;
