/**
 * Who is in which room, on every node of the cluster. Each node holds it all in memory and tells
 * its own members only; what changes on a node it tells the others, numbered, so that they notice
 * what they missed. Nothing of it is stored in Redis.
 *
 * <p>Any thread may come in; {@link io.tertulia.cluster.presence.ClusterPresence} is the one lock.
 */
@NullMarked
package io.tertulia.cluster.presence;

import org.jspecify.annotations.NullMarked;
