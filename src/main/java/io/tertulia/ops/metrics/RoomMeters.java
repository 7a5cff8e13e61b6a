package io.tertulia.ops.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.tertulia.room.LogState;
import io.tertulia.room.fanout.LocalRooms;
import io.tertulia.session.Chat;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** How much the rooms hold; counted only when somebody asks. */
@Singleton
final class RoomMeters {
  void register(@Observes StartupEvent event, MeterRegistry registry, Chat chat, LogState log) {
    Gauge.builder("tertulia.rooms.local", chat.rooms(), LocalRooms::size)
        .description("rooms with a member on this node, the node's own room included")
        .register(registry);
    Gauge.builder("tertulia.log.rooms", log, LogState::rooms)
        .description("rooms that this node holds something of, its own room included")
        .register(registry);
    Gauge.builder("tertulia.log.bytes", log, LogState::bytes)
        .baseUnit("bytes")
        .description("bytes of the messages that this node holds")
        .register(registry);
    Gauge.builder("tertulia.log.up", log, state -> state.isUp() ? 1 : 0)
        .description("1 while what is said can be stored, else 0")
        .register(registry);
  }
}
