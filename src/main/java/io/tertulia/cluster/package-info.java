/**
 * Many nodes as one chat: the ports of {@code room} and {@code node} over Redis, each of which is a
 * shard. Nothing here is built when no Redis is configured.
 */
@NullMarked
package io.tertulia.cluster;

import org.jspecify.annotations.NullMarked;
