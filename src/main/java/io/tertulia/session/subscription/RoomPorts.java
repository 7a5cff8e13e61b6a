package io.tertulia.session.subscription;

import io.tertulia.protocol.Event;
import io.tertulia.room.MessageLog;
import io.tertulia.room.Presence;
import io.tertulia.room.fanout.LocalRooms;
import io.tertulia.room.growing.Growths;
import java.util.function.Consumer;

/**
 * What subscriptions read from, and what they tell of themselves.
 *
 * @param resets takes why a client could not go on from its cursor; any thread
 * @param catchup entries that are caught up on; who missed more is left to history
 */
public record RoomPorts(
    MessageLog log,
    Growths growths,
    LocalRooms rooms,
    Presence presence,
    Consumer<Event.Reason> resets,
    int catchup) {}
