/**
 * Clients written by other people against the packaged node. Each speaks its own WebSocket library
 * and knows nothing of Tertulia; {@code src/test/e2e} holds their scripts and pins.
 */
package io.tertulia.e2e.interop;
