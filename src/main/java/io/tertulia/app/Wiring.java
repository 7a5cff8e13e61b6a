package io.tertulia.app;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.tertulia.protocol.Limits;
import io.tertulia.room.AccessPolicy;
import io.tertulia.room.LogState;
import io.tertulia.room.fanout.LocalRooms;
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
import java.util.stream.Stream;

/** Builds what the doors share, once at start-up. */
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
  Ports ports() {
    return MemoryPorts.build(config, clock, steady);
  }

  @Produces
  @Singleton
  LogState state(Ports ports) {
    return ports.state();
  }

  @Produces
  @Singleton
  Chat chat(Ports ports, AccessPolicy access, LocalRooms.FanoutMeter fanout, Chat.Meter meter) {
    LocalRooms rooms = new LocalRooms(ports.bus(), fanout);
    return new Chat(
        ports.log(),
        rooms,
        ports.bus(),
        ports.presence(),
        access,
        ports.limits(),
        meter,
        clock,
        rules());
  }

  @Produces
  @Singleton
  Turnstile turnstile() {
    return new Turnstile(config.limits().connections(), config.limits().connectionsPerAddress());
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
