/**
 * Clients that have to go elsewhere. At the orderly end of a node everybody is told, finishes and
 * is closed with 1012, on the thread that shuts the node down; while it lives, clients are sent on
 * when they are too many or here for too long, or when the log is away, on a timer's thread. What
 * belongs to a socket is done on its event loop.
 */
@NullMarked
package io.tertulia.ops.drain;

import org.jspecify.annotations.NullMarked;
