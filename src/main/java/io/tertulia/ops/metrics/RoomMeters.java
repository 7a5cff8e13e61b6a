package io.tertulia.ops.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.tertulia.ops.drain.Drain;
import io.tertulia.room.MessageLog;
import io.tertulia.room.fanout.LocalRooms;
import io.tertulia.session.shared.SessionContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** How much the rooms hold, and how the node is; looked at only when somebody asks. */
@Singleton
final class RoomMeters {
  void register(
      @Observes StartupEvent event,
      MeterRegistry registry,
      SessionContext context,
      MessageLog.State log) {
    Gauge.builder("tertulia.rooms.local", context.rooms(), LocalRooms::size)
        .description("rooms with a member on this node, the node's own room included")
        .register(registry);
    Gauge.builder("tertulia.log.rooms", log, MessageLog.State::rooms)
        .description("rooms that this node holds something of, its own room included")
        .register(registry);
    Gauge.builder("tertulia.log.bytes", log, MessageLog.State::bytes)
        .baseUnit("bytes")
        .description("bytes of the messages that this node holds")
        .register(registry);
    Gauge.builder("tertulia.log.up", log, state -> state.isUp() ? 1 : 0)
        .description("1 while what is said can be stored, else 0")
        .register(registry);
    Gauge.builder("tertulia.log.trouble", log, state -> state.trouble() == null ? 0 : 1)
        .description("1 while something is wrong that readiness has a sentence for, else 0")
        .register(registry);
    Gauge.builder("tertulia.log.check.age", log, RoomMeters::checkAge)
        .baseUnit("seconds")
        .description("how long ago the rooms of this node were last compared with the log")
        .register(registry);
  }

  void register(@Observes StartupEvent event, MeterRegistry registry, Drain drain) {
    Gauge.builder("tertulia.draining", drain, it -> it.isOn() ? 1 : 0)
        .description("1 while this node says goodbye to its clients, else 0")
        .register(registry);
  }

  private static double checkAge(MessageLog.State log) {
    return log.unchecked().toMillis() / 1000.0;
  }
}
