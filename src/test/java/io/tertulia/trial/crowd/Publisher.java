package io.tertulia.trial.crowd;

import io.tertulia.trial.crowd.person.BackOff;
import io.tertulia.trial.crowd.person.Ears;
import io.tertulia.trial.crowd.person.Person;
import io.tertulia.trial.crowd.person.Scene;
import io.tertulia.trial.crowd.person.Session;
import io.tertulia.trial.journal.Attempt;
import io.tertulia.trial.journal.Attempt.Acked;
import io.tertulia.trial.journal.Attempt.Door;
import io.tertulia.trial.journal.Attempt.Outcome;
import io.tertulia.trial.journal.Attempt.Refused;
import io.tertulia.trial.journal.Attempt.Unknown;
import io.tertulia.trial.journal.Cursor;
import io.tertulia.trial.machine.Pause;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who speaks, by its own connection or by HTTP to any node, and hears itself in its rooms.
 * A persistent one tries again with the same key until it is acknowledged, and says again what a
 * reset took from it; another tries once. Guarded by its monitor, which may be taken while the
 * stream's is held and never the other way round.
 */
public final class Publisher implements AutoCloseable {
  private static final long PATIENCE_MILLIS = 5_000;
  private static final long SAY_AGAIN_AFTER_MILLIS = 3_000;
  private static final long TICK_MILLIS = 20;
  private static final int MOST_UNDER_WAY = 48;
  private static final int RECENT = 2_000;
  private static final Set<Integer> RETRYABLE = Set.of(Refused.NEVER_SENT, 130, 131, 140, 141);

  private final Scene scene;
  private final Habits habits;
  private final SplittableRandom random;
  private final Person person;
  private final Doors doors;
  private final List<String> rooms;
  private final String filling;
  private final Map<String, Intent> byMid = new HashMap<>();
  private final Deque<Intent> recent = new ArrayDeque<>();
  private final Deque<Intent> open = new ArrayDeque<>();

  /** When to look what a reset took, by room, in milliseconds. */
  private final Map<String, Long> lookAgain = new HashMap<>();

  private volatile double periodMillis;
  private volatile boolean stopping;
  private volatile boolean closed;
  private long lastKey;

  /**
   * @param persistent whether it tries again
   * @param periodMillis between two messages, at first
   * @param filling how many characters a text has beside its key; each takes two bytes
   */
  public record Habits(boolean persistent, double periodMillis, int filling) {}

  public Publisher(
      String name, Collection<String> rooms, Habits habits, Scene scene, SplittableRandom random) {
    this.scene = scene;
    this.habits = habits;
    this.periodMillis = habits.periodMillis();
    this.random = random;
    this.rooms = List.copyOf(rooms);
    this.filling = " " + "·".repeat(habits.filling());
    this.person = new Person(name, rooms, scene, random.split(), new OwnEars());
    this.doors = new Doors(scene.http(), person.stream());
  }

  public void start() {
    person.start();
  }

  /** Begins to speak. */
  public void live() {
    Thread.startVirtualThread(this::speak);
  }

  /** From now on this time passes between two messages. */
  public void every(double millis) {
    periodMillis = millis;
  }

  /** Begins nothing new; what is open is still tried again. */
  public void settle() {
    stopping = true;
  }

  public boolean isLive() {
    return person.stream().isLive();
  }

  /** Whether nothing is open. */
  public synchronized boolean isIdle() {
    return open.isEmpty() && lookAgain.isEmpty();
  }

  public List<String> rooms() {
    return rooms;
  }

  public @Nullable Cursor cursor(String room) {
    return person.cursor(room);
  }

  /** Gives up what is open: its outcome is unknown. */
  @Override
  public void close() {
    closed = true;
    synchronized (this) {
      for (Intent intent : List.copyOf(open)) {
        Flight flight = intent.flight;
        if (flight != null) {
          became(intent, flight, new Unknown("the trial ended"), 0);
        }
      }
    }
    person.close();
  }

  private void speak() {
    double next = millis() + random.nextDouble(periodMillis);
    while (!closed) {
      long now = millis();
      while (!stopping && next <= now) {
        next += periodMillis;
        begin();
      }
      next = Math.max(next, now - 1_000.0);
      tryAgain(now);
      Pause.millis(TICK_MILLIS);
    }
  }

  private void begin() {
    String room = rooms.get(random.nextInt(rooms.size()));
    String key = person.stream().name() + "-" + ++lastKey;
    Intent intent = new Intent(room, key, key + filling, new BackOff(random.split()));
    synchronized (this) {
      if (open.size() >= MOST_UNDER_WAY) {
        return;
      }
      open.add(intent);
    }
    attempt(intent);
  }

  private void tryAgain(long now) {
    // Asked before: whoever holds the stream's monitor may be waiting for this one.
    boolean live = person.stream().isLive();
    List<Intent> all;
    synchronized (this) {
      lookAgain
          .entrySet()
          .removeIf(room -> live && room.getValue() <= now && sayAgain(room.getKey()));
      all = List.copyOf(open);
    }
    for (Intent intent : all) {
      Flight flight = intent.flight;
      if (flight == null) {
        if (intent.due <= now) {
          attempt(intent);
        }
      } else if (scene.journal().now() - flight.at() > PATIENCE_MILLIS * 1_000_000) {
        became(intent, flight, new Unknown("no answer in " + PATIENCE_MILLIS + " ms"), 0);
      }
    }
  }

  private void attempt(Intent intent) {
    boolean byHttp = random.nextInt(10) < 3;
    Session session = person.session();
    boolean websocket = !byHttp && session != null && person.stream().isIn(intent.room);
    URI node = scene.node(random, "");
    Flight flight =
        new Flight(
            scene.journal().now(),
            websocket ? Door.WEBSOCKET : Door.HTTP,
            websocket ? session.node : node.getAuthority(),
            mid(person.stream().id(), intent.key));
    synchronized (this) {
      intent.flight = flight;
      byMid.put(flight.mid(), intent);
    }
    Said said = (outcome, retryAfter) -> became(intent, flight, outcome, retryAfter);
    if (websocket) {
      Doors.websocket(session, intent, said);
    } else {
      doors.post(node, intent, said);
    }
  }

  /** An answer that comes after the patience has ended still counts when it is an ack. */
  private synchronized void became(Intent intent, Flight flight, Outcome outcome, long retryAfter) {
    boolean inTime = intent.flight == flight;
    if (!inTime && !(outcome instanceof Acked)) {
      return;
    }
    record(intent, flight, outcome);
    if (outcome instanceof Acked) {
      open.remove(intent);
      if (!intent.acked) {
        intent.acked = true;
        remember(intent);
      }
    } else if (habits.persistent() && isRetryable(outcome) && !closed) {
      intent.due = millis() + Math.max(retryAfter, intent.backOff.next());
    } else {
      open.remove(intent);
    }
    if (inTime) {
      intent.flight = null;
    }
  }

  private void record(Intent intent, Flight flight, Outcome outcome) {
    scene
        .journal()
        .attempted(
            new Attempt(
                flight.at(),
                scene.journal().now(),
                flight.mid(),
                intent.key,
                intent.room,
                person.stream().name(),
                flight.door(),
                flight.node(),
                outcome));
  }

  private void remember(Intent intent) {
    recent.add(intent);
    if (recent.size() > RECENT) {
      Intent old = recent.remove();
      byMid.values().remove(old);
    }
  }

  private static boolean isRetryable(Outcome outcome) {
    return !(outcome instanceof Refused refused) || RETRYABLE.contains(refused.code());
  }

  /** Tries again what it was acknowledged and does not see in the room. */
  private boolean sayAgain(String room) {
    for (Intent intent : recent) {
      if (intent.room.equals(room) && intent.seenAt == 0 && !open.contains(intent)) {
        intent.due = 0;
        open.add(intent);
      }
    }
    return true;
  }

  private static long millis() {
    return System.nanoTime() / 1_000_000;
  }

  /** As the contract says: the first 16 characters of base64url(SHA-256(from.id, LF, key)). */
  private static String mid(String id, String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((id + "\n" + key).getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash, 12));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** Hears its own messages come by, and what is taken back. */
  private final class OwnEars implements Ears {
    @Override
    public void message(String room, String mid, long seq) {
      synchronized (Publisher.this) {
        Intent intent = byMid.get(mid);
        if (intent != null) {
          intent.seenAt = seq;
        }
      }
    }

    @Override
    public void reset(String room, String reason, Cursor cursor) {
      synchronized (Publisher.this) {
        for (Intent intent : recent) {
          if (intent.room.equals(room) && intent.seenAt > cursor.seq()) {
            intent.seenAt = 0;
          }
        }
        boolean lost = reason.equals("epoch") || reason.equals("unknown");
        if (lost && habits.persistent()) {
          lookAgain.put(room, millis() + SAY_AGAIN_AFTER_MILLIS);
        }
      }
    }
  }
}
