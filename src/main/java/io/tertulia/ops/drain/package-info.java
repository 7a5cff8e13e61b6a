/**
 * The orderly end of a node: everybody is told, finishes and is closed with 1012. On the thread
 * that shuts the node down; what belongs to a socket is done on its event loop.
 */
@NullMarked
package io.tertulia.ops.drain;

import org.jspecify.annotations.NullMarked;
