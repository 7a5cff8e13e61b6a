/**
 * The ports of {@code room} for a node that stands alone: everything in this process's memory, gone
 * when it ends. A real implementation that a single-node user lives on; the contract suites run
 * against it and against the cluster's alike.
 *
 * <p>Any thread; each class guards its state with its own lock. {@code tick()} is called from one
 * timer.
 */
@NullMarked
package io.tertulia.room.memory;

import org.jspecify.annotations.NullMarked;
