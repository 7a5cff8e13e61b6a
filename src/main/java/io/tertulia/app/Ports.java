package io.tertulia.app;

import io.tertulia.room.Bus;
import io.tertulia.room.MessageLog;
import io.tertulia.room.Presence;
import io.tertulia.room.RateLimits;
import java.util.Map;

/**
 * The ports of {@code room} as this node keeps them: in its own memory, or over Redis.
 *
 * @param neighbours the other nodes, of which a node that stands alone has none
 * @param lastThing what is done before the node ends
 * @param close lets go of what must be let go before the event loops end
 * @param ticks what wants to be called from time to time, and after how many milliseconds
 */
record Ports(
    MessageLog log,
    MessageLog.State state,
    Bus bus,
    Presence presence,
    Presence.Neighbours neighbours,
    RateLimits limits,
    Map<Runnable, Long> ticks,
    MessageLog.LastThing lastThing,
    Runnable close) {}
