package io.tertulia.app;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.tertulia.protocol.Limits;
import io.tertulia.room.AccessPolicy;
import io.tertulia.room.RateLimits;
import io.tertulia.room.RateLimits.Kind;
import io.tertulia.room.fanout.LocalRooms;
import io.tertulia.room.memory.MemoryBus;
import io.tertulia.room.memory.MemoryMessageLog;
import io.tertulia.room.memory.MemoryPresence;
import io.tertulia.room.memory.MemoryRateLimits;
import io.tertulia.room.memory.Retention;
import io.tertulia.session.Chat;
import io.tertulia.transport.websocket.upgrade.Turnstile;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Builds what the doors share, once at start-up: a node that stands alone. */
@Singleton
final class Wiring {
  private static final int NAME_BYTES = 3;

  private final TertuliaConfig config;
  private final SecureRandom random = new SecureRandom();
  private final Clock clock = Clock.systemUTC();

  /** Monotonic: what is measured in seconds must not be moved by a clock that is put right. */
  private final InstantSource steady = () -> Instant.EPOCH.plusNanos(System.nanoTime());

  Wiring(TertuliaConfig config) {
    this.config = config;
  }

  /** First of all that starts: nothing is to be built with settings that make no sense. */
  void refuseNonsense(@Observes @Priority(1) StartupEvent event) {
    List<String> complaints =
        Stream.concat(
                Environment.complaints(System.getenv().keySet()).stream(),
                Sense.of(config).stream())
            .toList();
    if (!complaints.isEmpty()) {
      throw new ConfigurationException(String.join(System.lineSeparator(), complaints));
    }
  }

  @Produces
  @Singleton
  Chat chat(
      MemoryMessageLog log,
      MemoryBus bus,
      MemoryPresence presence,
      AccessPolicy access,
      Shared shared) {
    LocalRooms rooms = new LocalRooms(bus, shared.fanout());
    return new Chat(
        log, rooms, bus, presence, access, shared.limits(), shared.meter(), clock, rules());
  }

  /** What measures and limits, in one, so that {@link #chat} takes no more than it can read. */
  record Shared(LocalRooms.FanoutMeter fanout, Chat.Meter meter, RateLimits limits) {}

  @Produces
  @Singleton
  Shared shared(LocalRooms.FanoutMeter fanout, Chat.Meter meter, MemoryRateLimits limits) {
    return new Shared(fanout, meter, limits);
  }

  @Produces
  @Singleton
  MemoryBus bus() {
    return new MemoryBus();
  }

  @Produces
  @Singleton
  MemoryMessageLog log(MemoryBus bus) {
    TertuliaConfig.Retention kept = config.retention();
    Retention retention =
        new Retention(
            kept.entries(),
            kept.age(),
            kept.roomBytes().asLongValue(),
            kept.bytes().asLongValue(),
            kept.dedupe(),
            kept.marks());
    return new MemoryMessageLog(bus, retention, clock, steady, random);
  }

  @Produces
  @Singleton
  MemoryPresence presence(MemoryBus bus) {
    return new MemoryPresence(
        bus,
        steady,
        new MemoryPresence.Debounce(config.presence().join(), config.presence().leave()));
  }

  @Produces
  @Singleton
  Turnstile turnstile() {
    return new Turnstile(config.limits().connections(), config.limits().connectionsPerAddress());
  }

  @Produces
  @Singleton
  MemoryRateLimits rateLimits() {
    return new MemoryRateLimits(
        Map.of(
            Kind.SESSION, config.limits().ratePerSession(),
            Kind.USER, config.limits().ratePerUser(),
            Kind.ADDRESS, config.limits().ratePerAddress()),
        steady);
  }

  private Chat.Rules rules() {
    TertuliaConfig.Limits limits = config.limits();
    TertuliaConfig.Socket socket = config.socket();
    return new Chat.Rules(
        config.node().orElseGet(this::randomName),
        new Limits(
            limits.frame(),
            limits.text(),
            limits.ratePerSession(),
            limits.rooms(),
            config.retention().dedupe(),
            limits.catchup()),
        limits.pending(),
        socket.hello(),
        socket.ping(),
        socket.pong(),
        socket.stalled(),
        socket.queue().asLongValue());
  }

  private String randomName() {
    byte[] name = new byte[NAME_BYTES];
    random.nextBytes(name);
    return "node-" + HexFormat.of().formatHex(name);
  }
}
