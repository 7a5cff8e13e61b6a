/**
 * A person's side of the chat, for all tests: what is asked and heard, over the one WebSocket
 * client of {@link io.tertulia.client.socket}. Nothing of the server's is in it.
 */
@NullMarked
package io.tertulia.client;

import org.jspecify.annotations.NullMarked;
