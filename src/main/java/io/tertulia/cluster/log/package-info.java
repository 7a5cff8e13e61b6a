/**
 * How one node keeps the promise of the log: it follows each of its rooms, notices what it missed,
 * and puts back what Redis lost. Asks Redis through two ports, {@link
 * io.tertulia.cluster.log.LogServer} and {@link io.tertulia.cluster.log.Channels}; knows no socket
 * and no wall clock. Everything on one {@link io.tertulia.cluster.log.Loop}.
 */
@NullMarked
package io.tertulia.cluster.log;

import org.jspecify.annotations.NullMarked;
