/**
 * How events look to clients: JSON for who speaks the protocol, lines of plain text for who does
 * not. What many get is encoded once for each format. Knows neither rooms nor sockets; any thread.
 */
@NullMarked
package io.tertulia.format;

import org.jspecify.annotations.NullMarked;
