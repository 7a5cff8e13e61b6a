/**
 * From an HTTP request to a socket: who is let in, and what stands in the pipeline of a socket from
 * then on. On the event loop of the connection.
 */
@NullMarked
package io.tertulia.transport.websocket.upgrade;

import org.jspecify.annotations.NullMarked;
