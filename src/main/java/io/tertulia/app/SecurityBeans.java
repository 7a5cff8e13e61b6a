package io.tertulia.app;

import io.quarkus.runtime.StartupEvent;
import io.tertulia.app.config.AccessConfig;
import io.tertulia.app.config.IssuerFactory;
import io.tertulia.app.config.TertuliaConfig;
import io.tertulia.room.access.Access;
import io.tertulia.room.access.RoomDefaults;
import io.tertulia.room.members.Policy;
import io.tertulia.room.mine.DirectRooms;
import io.tertulia.security.GuestAccess;
import io.tertulia.security.GuestCredentials;
import io.tertulia.security.GuestNaming;
import io.tertulia.security.HostPolicy;
import io.tertulia.security.IdempotencyGuests;
import io.tertulia.security.OriginPolicy;
import io.tertulia.security.TokenAccess;
import io.tertulia.security.direct.DirectNames;
import io.tertulia.security.revocation.RevocableAccess;
import io.tertulia.security.ticket.TicketExchange;
import io.tertulia.security.token.KeyFetch;
import io.tertulia.security.token.RemoteKeys;
import io.tertulia.security.token.TokenVerifier;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Builds what decides who may enter. */
@Singleton
final class SecurityBeans {
  private static final int SECRET_BYTES = 32;

  private final TertuliaConfig.Security config;
  private final AccessConfig access;
  private final SecureRandom random = new SecureRandom();
  private final byte[] secret;

  SecurityBeans(TertuliaConfig config) {
    this.config = config.security();
    this.access = config.access();
    this.secret = this.config.secret().map(SecurityBeans::bytes).orElseGet(this::random);
  }

  @Produces
  @Singleton
  OriginPolicy origins() {
    return new OriginPolicy(config.origins().orElse(Set.of()));
  }

  @Produces
  @Singleton
  HostPolicy hosts() {
    return new HostPolicy(
        Stream.of(
                config.hosts().orElse(Set.of()).stream(),
                config.origins().orElse(Set.of()).stream()
                    .flatMap(origin -> Stream.ofNullable(OriginPolicy.host(origin))),
                ownNames())
            .flatMap(names -> names)
            .toList());
  }

  /** As others in its network call this machine. */
  private static Stream<String> ownNames() {
    try {
      String name = InetAddress.getLocalHost().getHostName();
      return name.contains(".") ? Stream.of(name) : Stream.of(name, name + ".local");
    } catch (UnknownHostException e) {
      // A machine whose name leads nowhere is called by its address.
      return Stream.empty();
    }
  }

  @Produces
  @Singleton
  IssuerFactory issuers() {
    return IssuerFactory.of(access, new KeyFetch());
  }

  /** Keys are fetched ahead: who comes in does not wait for them. */
  void fetchAhead(@Observes StartupEvent event, Vertx vertx, IssuerFactory issuers) {
    for (RemoteKeys keys : issuers.remote()) {
      vertx.setPeriodic(1, 1_000, timer -> keys.tick());
    }
  }

  @Produces
  @Singleton
  Access access(IssuerFactory issuers, Ports ports) {
    GuestCredentials credentials =
        new GuestCredentials(secret, config.cluster(), config.guest(), Clock.systemUTC(), random);
    Access open = new GuestAccess(new GuestNaming(random), credentials);
    Access anybody =
        issuers.issuers().isEmpty()
                && access.guests() == TokenAccess.Guests.YES
                && access.rooms().isEmpty()
            ? open
            : new TokenAccess(
                new TokenVerifier(issuers.issuers(), Clock.systemUTC()),
                open,
                access.guests(),
                rooms());
    return new RevocableAccess(anybody, ports.revocations(), Clock.systemUTC(), access.longest());
  }

  private RoomDefaults rooms() {
    return new RoomDefaults(
        new TreeMap<>(access.rooms())
            .values().stream()
                .map(
                    room ->
                        new RoomDefaults.Default(
                            room.pattern(), new Policy(room.read(), room.say(), 0)))
                .toList(),
        access.create());
  }

  @Produces
  @Singleton
  DirectRooms directRooms() {
    return new DirectNames(secret, config.cluster());
  }

  @Produces
  @Singleton
  IdempotencyGuests keyGuests() {
    return new IdempotencyGuests(secret, config.cluster());
  }

  @Produces
  @Singleton
  TicketExchange tickets(Ports ports) {
    return new TicketExchange(ports.tickets(), Clock.systemUTC(), random);
  }

  private byte[] random() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] bytes(String word) {
    return word.getBytes(StandardCharsets.UTF_8);
  }
}
