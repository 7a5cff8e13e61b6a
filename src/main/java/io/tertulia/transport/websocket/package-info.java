/**
 * The WebSocket door: the handshake, the frames, one {@link io.tertulia.session.Session} for each
 * socket.
 *
 * <p>websockets-next does upgrade, authentication and inbound; what goes out is written to the
 * Netty channel as frames that were built once. Everything about one socket happens on its event
 * loop.
 */
@NullMarked
package io.tertulia.transport.websocket;

import org.jspecify.annotations.NullMarked;
