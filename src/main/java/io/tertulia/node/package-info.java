/**
 * What a node does beside serving its clients: what nodes tell each other, by typed topics; what
 * each of them carries; what is done from time to time, and before the end. Ports and values; knows
 * no room, no socket and no Redis. Each type says its thread.
 */
@NullMarked
package io.tertulia.node;

import org.jspecify.annotations.NullMarked;
