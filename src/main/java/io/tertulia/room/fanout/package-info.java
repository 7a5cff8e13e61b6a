/**
 * From the bus to the members on this node: one task per room, event loop and event; each event
 * encoded once per format. A room's members on one loop are touched on that loop only.
 */
@NullMarked
package io.tertulia.room.fanout;

import org.jspecify.annotations.NullMarked;
