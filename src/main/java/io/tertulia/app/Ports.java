package io.tertulia.app;

import io.tertulia.node.Load;
import io.tertulia.node.PeriodicTask;
import io.tertulia.node.ShutdownTask;
import io.tertulia.room.Bus;
import io.tertulia.room.MessageLog;
import io.tertulia.room.Presence;
import io.tertulia.room.RateLimits;
import io.tertulia.room.access.Audit;
import io.tertulia.room.access.Revocations;
import io.tertulia.room.access.Tickets;
import io.tertulia.room.growing.Growths;
import io.tertulia.room.members.own.OwnRooms;
import io.tertulia.session.mine.MineContext;
import java.util.List;

/**
 * The ports of {@code room} as this node keeps them: in its own memory, or over Redis.
 *
 * @param mine what people have of the rooms
 * @param load of the other nodes, of which a node that stands alone has none
 * @param lastTask what is done before the node ends
 * @param close lets go of what must be let go before the event loops end
 * @param periodicTasks what is done from time to time
 */
record Ports(
    MessageLog log,
    Growths growths,
    MessageLog.State state,
    Bus bus,
    Presence presence,
    Load load,
    RateLimits limits,
    Tickets tickets,
    Revocations revocations,
    Audit audit,
    MineContext.Kept mine,
    OwnRooms ownRooms,
    List<PeriodicTask> periodicTasks,
    ShutdownTask lastTask,
    Runnable close) {}
