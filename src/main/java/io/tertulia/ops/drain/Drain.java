package io.tertulia.ops.drain;

import io.quarkus.arc.All;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.tertulia.node.ShutdownTask;
import io.tertulia.node.ShutdownTasks;
import io.tertulia.session.Session;
import io.tertulia.session.registry.Clients;
import io.tertulia.session.registry.ConnectionLimiter;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Empties the node before it ends: not ready any more at once; who still comes in is served for a
 * moment and sent on, then nobody is let in; and every socket is said goodbye to at a pace that the
 * clients' next node can take. Times in milliseconds.
 *
 * <p>The node has to be gone 20 s after it was told to. The longest way: the grace, the spread, a
 * goaway of 2 s, 2 s for commands under way, 2 s for the peer's Close: that is {@link #LONGEST};
 * then the shutdown tasks, and less than a second for the process itself.
 */
@Singleton
public final class Drain {
  private static final Logger LOG = Logger.getLogger(Drain.class);

  /** In this time a proxy notices that the node is not ready; until then it may send us clients. */
  private static final long GRACE = 2_500;

  /** Goodbyes are spread so that not more than this many clients a millisecond look for a node. */
  private static final double CLIENTS = 0.5;

  private static final long LONGEST_SPREAD = 8_500;

  /** Who is still there then is cut off. */
  private static final long LONGEST = 17_000;

  private static final Duration SHUTDOWN_TASKS = Duration.ofSeconds(2);

  private static final long STEP = 50;

  private final Clients clients;
  private final ConnectionLimiter limiter;

  /** On the thread that shuts down. */
  private final Map<Session, SocketDrain> drains = new HashMap<>();

  private final CountDownLatch hurry = new CountDownLatch(1);
  private volatile boolean on;

  private final List<ShutdownTask> shutdownTasks;

  public Drain(Clients clients, ConnectionLimiter limiter, @All List<ShutdownTask> shutdownTasks) {
    this.clients = clients;
    this.limiter = limiter;
    this.shutdownTasks = shutdownTasks;
  }

  /** Whether this node is on its way out. Any thread. */
  public boolean isOn() {
    return on;
  }

  /** Holds the shutdown up until everybody has gone. */
  void begin(@Observes ShutdownDelayInitiatedEvent event) {
    on = true;
    long begun = now();
    if (LaunchMode.current() == LaunchMode.NORMAL) {
      // Elsewhere the process goes on: a test's or a developer's must stay stoppable.
      SecondSignal.then(hurry::countDown);
    }
    LOG.infof("shutting down, %d sockets are open; a second signal hurries", clients.all().size());
    sendOn(begun + GRACE);
    limiter.shut();
    sayGoodbye(begun + LONGEST);
    LOG.infof("drained in %d ms, %d sockets are left", now() - begun, clients.all().size());
    ShutdownTasks.run(shutdownTasks, SHUTDOWN_TASKS, System::nanoTime);
  }

  /** Who comes in now was sent here by a proxy that has not noticed yet: it may as well go on. */
  private void sendOn(long shutAt) {
    Set<Session> told = new HashSet<>(clients.all());
    for (long left = shutAt - now(); left > 0 && !isHurried(); left = shutAt - now()) {
      for (Session session : clients.all()) {
        if (told.add(session)) {
          SocketDrain.sendOn(session, shutAt);
        }
      }
      pause(Math.min(STEP, left));
    }
  }

  private void sayGoodbye(long end) {
    long begun = now();
    long spread = Math.min((long) (clients.all().size() / CLIENTS), LONGEST_SPREAD);
    while (isSomebodyThere() && now() < end) {
      step(begun, spread);
      pause(STEP);
    }
  }

  private boolean isSomebodyThere() {
    long now = now();
    return clients.all().stream()
        .map(drains::get)
        .anyMatch(socketDrain -> socketDrain == null || !socketDrain.isOver(now, isHurried()));
  }

  private void step(long begun, long spread) {
    long now = now();
    for (Session session : clients.all()) {
      drains
          .computeIfAbsent(
              session,
              open -> new SocketDrain(open, SocketDrain.Cause.RESTART, begun + random(spread)))
          .step(now, isHurried());
    }
  }

  private boolean isHurried() {
    return hurry.getCount() == 0;
  }

  /** In a hurry it returns a little later, so that what was begun on the loops gets done. */
  private void pause(long millis) {
    try {
      if (hurry.await(millis, TimeUnit.MILLISECONDS)) {
        TimeUnit.MILLISECONDS.sleep(STEP);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      hurry.countDown();
    }
  }

  private static long random(long most) {
    return ThreadLocalRandom.current().nextLong(most + 1);
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
