/**
 * Connections to Redis that are kept up: dialled again with back-off, ended when they do not
 * answer. Knows commands for greeting and subscribing, not what is said over the connections.
 * Everything on the cluster's {@link io.tertulia.cluster.log.Loop}, which must be a {@link
 * io.tertulia.cluster.redis.connection.VertxLoop}: only so do Redis' answers come on it.
 */
@NullMarked
package io.tertulia.cluster.redis.connection;

import org.jspecify.annotations.NullMarked;
