/**
 * What a room is, and the ports through which it is kept: its log, who is in it, how its entries
 * travel. One node keeps them in memory ({@code room.memory}), a cluster in Redis ({@code
 * cluster}).
 *
 * <p>Knows no socket, no Redis and no wall clock. Ports answer with stages that may complete on any
 * thread; the caller hops back to its own.
 */
@NullMarked
package io.tertulia.room;

import org.jspecify.annotations.NullMarked;
