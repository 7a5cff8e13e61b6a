/**
 * The HTTP doors: POST and GET of a room's messages. Server-Sent Events and long poll belong here
 * too. On the event loop; nothing blocks.
 */
@NullMarked
package io.tertulia.transport.http;

import org.jspecify.annotations.NullMarked;
