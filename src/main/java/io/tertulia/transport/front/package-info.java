/**
 * What everybody who comes to the port passes before any door: how often an address may ask, whose
 * host and whose page may. A request comes in; what is let through is as if nobody had stood here.
 * On the event loops; nothing of a body is read.
 */
@NullMarked
package io.tertulia.transport.front;

import org.jspecify.annotations.NullMarked;
