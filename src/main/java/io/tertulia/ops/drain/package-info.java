/**
 * The orderly end of a node: everybody is told, finishes and is closed with 1012, on the thread
 * that shuts the node down. What belongs to a socket is done on its event loop.
 */
@NullMarked
package io.tertulia.ops.drain;

import org.jspecify.annotations.NullMarked;
