/**
 * How one node keeps the promise of the log: it follows each of its rooms, notices what it missed,
 * and puts back what Redis lost. Asks Redis through the ports of {@code cluster.log}; knows no
 * socket and no wall clock. Everything on one {@link io.tertulia.cluster.log.Loop}; only the two
 * doors, {@link io.tertulia.cluster.follow.ClusterLog} and {@link
 * io.tertulia.cluster.follow.ClusterBus}, may be called on any thread.
 */
@NullMarked
package io.tertulia.cluster.follow;

import org.jspecify.annotations.NullMarked;
