/**
 * A cluster that can be hurt: packaged nodes as processes, a real Redis, and between each node and
 * Redis a {@link io.tertulia.tcp.TcpProxy}. A {@link io.tertulia.trial.rig.Trial} runs a workload
 * over it while a {@link io.tertulia.trial.rig.Fault} strikes.
 */
@NullMarked
package io.tertulia.trial.rig;

import org.jspecify.annotations.NullMarked;
