/**
 * The one WebSocket client of all tests, in two layers. A {@link
 * io.tertulia.client.socket.RawSocket} says exactly the bytes that it is told, broken frames too; a
 * {@link io.tertulia.client.socket.Link} over it sends and reads messages, answers pings and closes
 * as the RFC wants it. It costs little, so that a trial can have thousands. That other programs'
 * clients get on with the server as well is shown by those programs, in {@code InteropE2E}, {@code
 * AutobahnE2E} and the browser's tests.
 */
@NullMarked
package io.tertulia.client.socket;

import org.jspecify.annotations.NullMarked;
