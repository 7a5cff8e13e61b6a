/**
 * How one node keeps the promise of the log of one shard: it follows each of its rooms there,
 * notices what it missed, and puts back what Redis lost. Asks Redis through the ports of {@code
 * cluster.log}; knows no socket and no wall clock. Everything on one {@link
 * io.tertulia.cluster.log.Loop}; only the two doors, {@link io.tertulia.cluster.follow.ShardLog}
 * and {@link io.tertulia.cluster.follow.ShardBus}, may be called on any thread.
 */
@NullMarked
package io.tertulia.cluster.follow;

import org.jspecify.annotations.NullMarked;
