package io.tertulia.ops.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.tertulia.room.fanout.LocalRooms;
import io.tertulia.room.memory.MemoryMessageLog;
import io.tertulia.session.Chat;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** How much the rooms hold; counted only when somebody asks. */
@Singleton
final class RoomMeters {
  void register(
      @Observes StartupEvent event, MeterRegistry registry, Chat chat, MemoryMessageLog log) {
    Gauge.builder("tertulia.rooms.local", chat.rooms(), LocalRooms::size)
        .description("rooms with a member on this node, the node's own room included")
        .register(registry);
    Gauge.builder("tertulia.log.rooms", log, MemoryMessageLog::rooms)
        .description("rooms that the log holds, the node's own room included")
        .register(registry);
    Gauge.builder("tertulia.log.bytes", log, MemoryMessageLog::bytes)
        .baseUnit("bytes")
        .description("bytes of the messages that the log holds")
        .register(registry);
  }
}
