package io.tertulia.ops.drain;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.tertulia.transport.websocket.OpenSocket;
import io.tertulia.transport.websocket.OpenSockets;
import io.tertulia.transport.websocket.upgrade.Turnstile;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Empties the node before it ends: not ready any more at once, lets nobody in after a moment, and
 * says goodbye to every socket at a pace that the clients' next node can take. Times in
 * milliseconds.
 */
@Singleton
public final class Drain {
  private static final Logger LOG = Logger.getLogger(Drain.class);

  /** In this time a proxy notices that the node is not ready; until then it may send us clients. */
  private static final long GRACE = 1_000;

  /** Goodbyes are spread so that not more than this many clients a millisecond look for a node. */
  private static final double CLIENTS = 0.5;

  private static final long LONGEST_SPREAD = 10_000;

  /** Who is still there then is cut off: the node has to be gone 20 s after it was told to. */
  private static final long LONGEST = 17_000;

  private static final long STEP = 50;

  private final OpenSockets sockets;
  private final Turnstile turnstile;

  /** On the thread that shuts down. */
  private final Map<OpenSocket, Farewell> farewells = new HashMap<>();

  private final CountDownLatch hurry = new CountDownLatch(1);
  private volatile boolean on;

  public Drain(OpenSockets sockets, Turnstile turnstile) {
    this.sockets = sockets;
    this.turnstile = turnstile;
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
    LOG.infof("shutting down, %d sockets are open; a second signal hurries", sockets.all().size());
    pause(GRACE);
    turnstile.shut();
    long shutAt = now();
    long spread = Math.min((long) (sockets.all().size() / CLIENTS), LONGEST_SPREAD);
    while (isSomebodyThere() && now() < begun + LONGEST) {
      step(shutAt, spread);
      pause(STEP);
    }
    LOG.infof("drained in %d ms, %d sockets are left", now() - begun, sockets.all().size());
  }

  private boolean isSomebodyThere() {
    long now = now();
    return sockets.all().stream()
        .map(farewells::get)
        .anyMatch(farewell -> farewell == null || !farewell.isOver(now, isHurried()));
  }

  private void step(long shutAt, long spread) {
    long now = now();
    for (OpenSocket socket : sockets.all()) {
      farewells
          .computeIfAbsent(socket, open -> new Farewell(open, shutAt + random(spread)))
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
