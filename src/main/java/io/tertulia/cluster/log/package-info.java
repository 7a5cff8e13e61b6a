/**
 * What a node asks of Redis, as ports: the log of all rooms ({@link
 * io.tertulia.cluster.log.LogServer}), and the channels on which it hears of them ({@link
 * io.tertulia.cluster.log.Channels}); and the lineage of a log, by which both sides tell what they
 * have in common.
 */
@NullMarked
package io.tertulia.cluster.log;

import org.jspecify.annotations.NullMarked;
