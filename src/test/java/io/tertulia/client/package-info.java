/**
 * A person's side of the chat, for tests: the JDK's own WebSocket and HTTP clients, nothing of the
 * server's.
 */
@NullMarked
package io.tertulia.client;

import org.jspecify.annotations.NullMarked;
