package io.tertulia.attack.witness;

import io.tertulia.client.socket.RawSocket;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Two people who say something in turn at an even pace, whatever is answered, and newcomers who
 * connect, are greeted and go. Latencies count from when a text was due, so that a node that stood
 * still is late for all that was due meanwhile.
 */
public final class Witness implements AutoCloseable {
  private static final long TALK_MILLIS = 50;
  private static final long ENTER_MILLIS = 500;

  /** Nobody hears those who were there before. */
  private static final AtomicInteger ROOMS = new AtomicInteger();

  /** How long what was said may take before it counts as lost. */
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  private final URI node;
  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(3);
  private final Map<String, Said> open = new ConcurrentHashMap<>();
  private final Map<String, Boolean> heard = new ConcurrentHashMap<>();
  private final AtomicLong said = new AtomicLong(1);
  private final Person ana;
  private final Person bob;
  private volatile Phase phase = Phase.begin();

  /** What is not yet both acknowledged and heard by the other. */
  private record Said(Phase in, long due, AtomicLong missing) {}

  public Witness(URI node) {
    this.node = node;
    Person.Ears ears = new Ears();
    String room = "witness-" + ROOMS.incrementAndGet();
    this.ana = new Person("ana", room, node, ears);
    this.bob = new Person("bob", room, node, ears);
    clock.scheduleAtFixedRate(this::talk, 0, TALK_MILLIS, TimeUnit.MILLISECONDS);
    Thread.ofPlatform().daemon().name("newcomers").start(this::keepEntering);
  }

  /** Begins a phase, and ends the one before, which is returned when all of it has been heard. */
  public Phase next() {
    Phase over = phase;
    phase = Phase.begin();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (isOpen(over) && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(5_000_000);
    }
    open.forEach(
        (key, text) -> {
          if (text.in() == over && open.remove(key) != null) {
            over.talk().add(System.nanoTime() - text.due());
            over.wrong()
                .add(key + " was not answered or not heard in " + PATIENCE.toSeconds() + " s");
          }
        });
    return over;
  }

  private boolean isOpen(Phase one) {
    return open.values().stream().anyMatch(text -> text.in() == one);
  }

  private void talk() {
    long id = said.incrementAndGet();
    Person speaker = id % 2 == 0 ? ana : bob;
    Phase now = phase;
    open.put(speaker.name() + "-" + id, new Said(now, System.nanoTime(), new AtomicLong(2)));
    try {
      speaker.say(id);
    } catch (UncheckedIOException e) {
      now.wrong().add(speaker.name() + " could not speak: " + e.getMessage());
    }
  }

  private void keepEntering() {
    while (!clock.isShutdown()) {
      enter(phase);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ENTER_MILLIS));
    }
  }

  private void enter(Phase now) {
    long begun = System.nanoTime();
    try (RawSocket newcomer = RawSocket.open(node, "/chat/newcomers")) {
      String greeting = newcomer.frame().text();
      now.entering().add(System.nanoTime() - begun);
      if (!greeting.startsWith("Bienvenido")) {
        now.wrong().add("a newcomer was told " + greeting);
      }
    } catch (UncheckedIOException | AssertionError e) {
      now.entering().add(System.nanoTime() - begun);
      if (!clock.isShutdown()) {
        now.wrong().add("a newcomer did not get in: " + e.getMessage());
      }
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    ana.close();
    bob.close();
  }

  private final class Ears implements Person.Ears {
    @Override
    public void heard(Person who, String key) {
      if (key.startsWith(who.name())) {
        return;
      }
      if (heard.put(key, true) != null) {
        phase.twice().add(key + " came twice");
        return;
      }
      Said text = open.get(key);
      if (text != null) {
        text.in().talk().add(System.nanoTime() - text.due());
        settle(key, text);
      }
    }

    @Override
    public void acked(Person who, long id) {
      String key = who.name() + "-" + id;
      Said text = open.get(key);
      if (text != null) {
        settle(key, text);
      }
    }

    @Override
    public void wrong(Person who, String what) {
      if (!clock.isShutdown()) {
        phase.wrong().add(who.name() + " " + what);
      }
    }

    private void settle(String key, Said text) {
      if (text.missing().decrementAndGet() == 0) {
        open.remove(key);
      }
    }
  }
}
