package io.tertulia.app;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import io.tertulia.app.config.ConfigValidation;
import io.tertulia.app.config.IssuerFactory;
import io.tertulia.app.config.TertuliaConfig;
import io.tertulia.app.config.UnknownEnvironmentCheck;
import io.tertulia.app.start.AddressCheck;
import io.tertulia.app.start.Mode;
import io.tertulia.app.start.TrustedProxyCheck;
import io.tertulia.node.Load;
import io.tertulia.node.ShutdownTask;
import io.tertulia.protocol.Limits;
import io.tertulia.room.MessageLog;
import io.tertulia.room.Tracing;
import io.tertulia.room.access.Access;
import io.tertulia.room.fanout.LocalRooms;
import io.tertulia.room.fanout.MembershipLimiter;
import io.tertulia.room.mine.DirectRooms;
import io.tertulia.security.AddressKeys;
import io.tertulia.session.house.ActRecorder;
import io.tertulia.session.house.HouseOperations;
import io.tertulia.session.mine.MineContext;
import io.tertulia.session.mine.MineOperations;
import io.tertulia.session.registry.Clients;
import io.tertulia.session.registry.ConnectionLimiter;
import io.tertulia.session.registry.Evictions;
import io.tertulia.session.registry.OwnConnections;
import io.tertulia.session.rights.Rights;
import io.tertulia.session.shared.SessionContext;
import io.tertulia.transport.front.connection.FrontLimits;
import io.tertulia.transport.front.connection.FrontLimits.Share;
import io.tertulia.transport.websocket.WriteMode;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Builds what the doors share, once at start-up. */
@Singleton
final class Wiring {
  private static final int NAME_BYTES = 3;

  /** A second of one address, at least, where nobody says how many. */
  private static final int UPGRADES = 100;

  private final TertuliaConfig config;
  private final String nodeName;
  private final Clock clock = Clock.systemUTC();

  /** Monotonic: what is measured in seconds must not be moved by a clock that is put right. */
  private final InstantSource steady = () -> Instant.EPOCH.plusNanos(System.nanoTime());

  Wiring(TertuliaConfig config) {
    this.config = config;
    this.nodeName = config.node().orElseGet(() -> randomName(new SecureRandom()));
  }

  /** First of all that starts: nothing is to be built with settings that make no sense. */
  void refuseNonsense(
      @Observes @Priority(1) StartupEvent event, Config settings, IssuerFactory issuers) {
    List<String> complaints =
        Stream.of(
                UnknownEnvironmentCheck.complaints(System.getenv().keySet()),
                ConfigValidation.of(config),
                issuers.complaints(),
                TrustedProxyCheck.complaints(settings),
                AddressCheck.complaints(settings))
            .flatMap(List::stream)
            .toList();
    refuse(complaints);
  }

  private static void refuse(List<String> complaints) {
    if (!complaints.isEmpty()) {
      throw new ConfigurationException(String.join(System.lineSeparator(), complaints));
    }
  }

  /** In memory, or over Redis when there is one: the only place where the two ways part. */
  @Produces
  @Singleton
  Ports ports(Config settings, ClusterPorts cluster, Clients clients, ConnectionLimiter limiter) {
    // What is built earlier than the start is announced would go to that Redis, and complain first.
    refuse(AddressCheck.complaints(settings));
    IntSupplier sockets = () -> limiter.isShut() ? -1 : clients.count();
    return Mode.redis(settings)
        .map(address -> cluster.build(config, nodeName, address, sockets))
        .orElseGet(() -> MemoryPorts.build(config, clock, steady));
  }

  @Produces
  @Singleton
  MessageLog.State state(Ports ports) {
    return ports.state();
  }

  @Produces
  @Singleton
  Load load(Ports ports) {
    return ports.load();
  }

  @Produces
  @Singleton
  Clients clients() {
    return new Clients();
  }

  /** Who is told of what ends while people are in. */
  void listen(
      @Observes @Priority(2) StartupEvent event,
      Access access,
      Ports ports,
      Clients to,
      MineOperations mine) {
    ports.mine().news().listen(new OwnConnections(to, mine));
    access.listen(to);
    ports.revocations().listen(new Evictions(to, ports.revocations()));
  }

  /** What was revoked is remembered for as long as anything that is issued here can live. */
  private HouseOperations house(Ports ports) {
    Duration guest = config.security().guest();
    Duration token = config.access().longest();
    return new HouseOperations(
        ports.revocations(),
        new ActRecorder(ports.audit(), steady, AddressKeys::network),
        clock,
        new HouseOperations.Settings(
            guest.compareTo(token) > 0 ? guest : token, AddressKeys::network));
  }

  /** Who is sent on while the node goes on living. */
  @Produces
  @Singleton
  Clients.Stay stay() {
    return new Clients.Stay(config.socket().age(), config.cluster().shed());
  }

  @Produces
  @Singleton
  ShutdownTask lastTask(Ports ports) {
    return ports.lastTask();
  }

  @Produces
  @Singleton
  Tracing.Settings traces() {
    TertuliaConfig.Traces traces = config.traces();
    return new Tracing.Settings(traces.endpoint().orElse(null), traces.ratio(), nodeName);
  }

  @Produces
  @Singleton
  MembershipLimiter.Bounds memberships() {
    TertuliaConfig.Limits limits = config.limits();
    return new MembershipLimiter.Bounds(
        limits.membershipsPerUser(),
        limits.membershipsPerAddress(),
        limits.memberships(),
        limits.roomsPerNode(),
        limits.heap());
  }

  @Produces
  @Singleton
  LocalRooms rooms(
      Ports ports,
      LocalRooms.FanoutMeter fanout,
      Tracing tracing,
      MembershipLimiter.Bounds bounds,
      MembershipLimiter.Heap heap) {
    MembershipLimiter limiter = new MembershipLimiter(bounds, heap);
    return new LocalRooms(ports.bus(), fanout, tracing, config.socket().slice(), limiter);
  }

  @Produces
  @Singleton
  Rights rights(Access access, Ports ports) {
    return new Rights(
        access, new Rights.Ownership(ports.ownRooms(), config.access().roomsPerUser()));
  }

  @Produces
  @Singleton
  MineOperations mine(Ports ports, Rights rights, DirectRooms direct) {
    return new MineOperations(
        new MineContext(
            ports.mine(),
            new MineContext.Around(ports.log(), ports.bus(), ports.presence(), rights),
            direct,
            config.rooms().receipts()));
  }

  @Produces
  @Singleton
  SessionContext.Watching watching(SessionContext.Meter meter, Tracing tracing) {
    return new SessionContext.Watching(meter, tracing);
  }

  @Produces
  @Singleton
  SessionContext context(
      Ports ports,
      Rights rights,
      LocalRooms rooms,
      SessionContext.Watching watching,
      MineOperations mine) {
    return new SessionContext(
        new SessionContext.NodeRooms(
            ports.log(), ports.growths(), rooms, ports.bus(), ports.presence()),
        rights,
        ports.limits(),
        watching,
        clock,
        rules(),
        house(ports),
        mine);
  }

  @Produces
  @Singleton
  WriteMode writes() {
    return config.socket().writes();
  }

  @Produces
  @Singleton
  ConnectionLimiter limiter(Clients clients) {
    return new ConnectionLimiter(
        clients, config.limits().connections(), config.limits().connectionsPerAddress());
  }

  @Produces
  @Singleton
  FrontLimits front(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize body) {
    TertuliaConfig.Limits limits = config.limits();
    return new FrontLimits(
        new Share(limits.connections(), limits.connectionsPerAddress()),
        new Share(
            limits.requestBytes().asLongValue(), limits.requestBytesPerAddress().asLongValue()),
        limits.upgradesPerAddress().orElse(Math.max(UPGRADES, limits.connectionsPerAddress())),
        body.asLongValue());
  }

  private SessionContext.Rules rules() {
    TertuliaConfig.Limits limits = config.limits();
    TertuliaConfig.Socket socket = config.socket();
    return new SessionContext.Rules(
        nodeName,
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

  private static String randomName(SecureRandom random) {
    byte[] name = new byte[NAME_BYTES];
    random.nextBytes(name);
    return "node-" + HexFormat.of().formatHex(name);
  }
}
