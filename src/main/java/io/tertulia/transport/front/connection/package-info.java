/**
 * Connections as long as they speak HTTP: how many there are and what they hold, and which requests
 * are clear enough to be handed on. On the event loops.
 */
@NullMarked
package io.tertulia.transport.front.connection;

import org.jspecify.annotations.NullMarked;
