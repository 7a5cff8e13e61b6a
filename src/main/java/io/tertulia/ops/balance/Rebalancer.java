package io.tertulia.ops.balance;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.tertulia.node.Load;
import io.tertulia.ops.drain.Drain;
import io.tertulia.ops.drain.SocketDrain;
import io.tertulia.ops.drain.SocketDrain.Cause;
import io.tertulia.session.Session;
import io.tertulia.session.registry.Clients;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Sends clients on while the node goes on living: some when it has more than its share, and each
 * when its connection gets old. On one thread.
 */
@Singleton
final class Rebalancer {
  private static final long EVERY_MILLIS = 1_000;

  /** Who came later than so long ago is not sent on for balance. */
  private static final long SETTLED_MILLIS = 10_000;

  /** Ages are looked at less often, in turns: that walks through all sockets. */
  private static final int AGES = 5;

  private final Clients clients;
  private final Load load;
  private final Drain drain;
  private final Clients.Stay stay;
  private final RebalanceQuota shedding;
  private final Map<Cause, Counter> moved = new EnumMap<>(Cause.class);
  private final Map<Session, SocketDrain> drains = new HashMap<>();
  private long turn;

  Rebalancer(Clients clients, Load load, Drain drain, Clients.Stay stay, MeterRegistry registry) {
    this.clients = clients;
    this.load = load;
    this.drain = drain;
    this.stay = stay;
    this.shedding = new RebalanceQuota(stay.shed());
    for (Cause cause : List.of(Cause.BALANCE, Cause.AGE)) {
      moved.put(
          cause,
          Counter.builder("tertulia.moved")
              .description("clients that were asked to move while the node goes on living")
              .tag("reason", cause.reason())
              .register(registry));
    }
  }

  void start(@Observes StartupEvent event, Vertx vertx) {
    vertx.setPeriodic(
        EVERY_MILLIS, timer -> tick(TimeUnit.NANOSECONDS.toMillis(System.nanoTime())));
  }

  private void tick(long now) {
    if (drain.isOn()) {
      // It says goodbye to everybody in its own way.
      drains.clear();
      return;
    }
    drains.keySet().retainAll(clients.all());
    if (staying().anyMatch(session -> isSettled(session, now))) {
      int staying = clients.all().size() - drains.size();
      int due = shedding.due(staying, load.sockets(), now);
      sendOn(Cause.BALANCE, session -> isSettled(session, now), due, now);
    }
    if (++turn % AGES == 0) {
      sendOn(Cause.AGE, session -> isOld(session, now), Integer.MAX_VALUE, now);
    }
    drains.values().forEach(socketDrain -> socketDrain.step(now, false));
  }

  /** In no particular order, which is that of the set. */
  private void sendOn(Cause cause, Predicate<Session> whom, int most, long now) {
    staying().filter(whom).limit(most).toList().forEach(session -> sendOn(cause, session, now));
  }

  private Stream<Session> staying() {
    return clients.all().stream().filter(session -> !drains.containsKey(session));
  }

  private void sendOn(Cause cause, Session session, long now) {
    drains.put(session, new SocketDrain(session, cause, now));
    Objects.requireNonNull(moved.get(cause)).increment();
  }

  private static boolean isSettled(Session session, long now) {
    return isSettled(session.openedAt(), now);
  }

  /** When many come at once, what the nodes know of each other is older than they are. */
  static boolean isSettled(long openedAt, long now) {
    return now - openedAt >= SETTLED_MILLIS;
  }

  private boolean isOld(Session session, long now) {
    return now - session.openedAt() >= allowed(session.id(), stay.age());
  }

  /** Random, and the same whenever it is asked for one connection. */
  static long allowed(String id, Duration age) {
    long quarter = age.toMillis() / 4;
    return age.toMillis() - Math.floorMod(id.hashCode() * 0x9E3779B9L, quarter + 1);
  }
}
