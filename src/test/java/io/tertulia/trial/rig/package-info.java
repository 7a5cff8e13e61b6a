/**
 * A cluster that can be hurt: packaged nodes as processes, a real Redis, between each node and
 * Redis a {@link io.tertulia.tcp.TcpProxy}, and a wall clock that can be moved for each.
 */
@NullMarked
package io.tertulia.trial.rig;

import org.jspecify.annotations.NullMarked;
