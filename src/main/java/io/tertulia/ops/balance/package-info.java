/**
 * Clients that another node serves better, while this one goes on living: they are sent on when
 * there are too many of them, when they have been here for too long, or when the log is away. On a
 * timer's thread; what belongs to a socket is done on its event loop.
 */
@NullMarked
package io.tertulia.ops.balance;

import org.jspecify.annotations.NullMarked;
