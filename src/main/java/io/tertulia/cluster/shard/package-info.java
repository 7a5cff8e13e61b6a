/**
 * Where the log of a room lies: {@link io.tertulia.cluster.shard.Shards} says in which Redis, and a
 * {@link io.tertulia.cluster.shard.Shard} is all that this node has of one. {@link
 * io.tertulia.cluster.shard.ClusterLog} and {@link io.tertulia.cluster.shard.ClusterBus} are the
 * ports of {@code room} over all of them. Any thread may come in; each shard works on its loop.
 */
@NullMarked
package io.tertulia.cluster.shard;

import org.jspecify.annotations.NullMarked;
