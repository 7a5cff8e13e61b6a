/**
 * What comes in on a socket, held against RFC 6455: bytes to frames, frames to whole messages, and
 * the end of a socket that broke the rules. Everything on the event loop of the connection.
 */
@NullMarked
package io.tertulia.transport.websocket.frame;

import org.jspecify.annotations.NullMarked;
