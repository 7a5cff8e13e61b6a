package io.tertulia.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The deadlines of all sessions of one event loop, in slots of a ring: adding and passing one costs
 * no search and no timer of its own (Varghese and Lauck, "Hashed and Hierarchical Timing Wheels",
 * 1987). On that loop only.
 */
public final class TimerWheel {
  /** Milliseconds of one slot: how late a deadline may be noticed. */
  public static final long TICK = 250;

  private static final int SLOTS = 256;

  /**
   * Milliseconds: a loop that did nothing for so long stood still, as its whole process may have.
   */
  private static final long STANDSTILL = 2_000;

  /** Milliseconds that it is given then to read all that came meanwhile. */
  private static final long AFTERWARDS = 500;

  /** Milliseconds after which one that failed is asked again. */
  private static final long AGAIN = 1_000;

  private static final System.Logger LOG = System.getLogger(TimerWheel.class.getName());

  private final List<List<Timed>> slots = new ArrayList<>(SLOTS);
  private final LongSupplier clock;
  private long current;
  private long now;
  private long freshFrom = Long.MIN_VALUE;

  /** Something with a next deadline. */
  public interface Timed {
    /** There is none any more. */
    long NEVER = Long.MAX_VALUE;

    /**
     * @param now monotonic milliseconds
     * @return when to be asked next, or {@link #NEVER}
     */
    long tick(long now);
  }

  /**
   * @param clock monotonic milliseconds
   */
  public TimerWheel(LongSupplier clock) {
    this.clock = clock;
    for (int i = 0; i < SLOTS; i++) {
      slots.add(new ArrayList<>());
    }
    now = clock.getAsLong();
    current = Math.floorDiv(now, TICK);
  }

  /** Monotonic milliseconds of the last advance: late by a tick at most. */
  public long now() {
    return now;
  }

  /**
   * Whether what is read now may have lain there for seconds: this loop stood still and has only
   * just gone on, however it came to that (SIGSTOP, a machine that was suspended, a collector).
   */
  public boolean stoodStill() {
    long time = clock.getAsLong();
    return time - now >= STANDSTILL || time < freshFrom;
  }

  public void add(Timed timed, long due) {
    if (due != Timed.NEVER) {
      long turn = Math.clamp(Math.floorDiv(due, TICK) + 1, current + 1, current + SLOTS - 1);
      slot(turn).add(timed);
    }
  }

  /**
   * Asks everything that is due. What is due later than the ring reaches is asked early and comes
   * again.
   */
  public void advance(long time) {
    if (time - now >= STANDSTILL) {
      freshFrom = time + AFTERWARDS;
    }
    now = time;
    long target = Math.floorDiv(now, TICK);
    long steps = Math.min(target - current, SLOTS);
    current = target - steps;
    for (long i = 0; i < steps; i++) {
      current++;
      pass();
    }
  }

  private void pass() {
    List<Timed> due = List.copyOf(slot(current));
    slot(current).clear();
    for (Timed timed : due) {
      try {
        add(timed, timed.tick(now));
      } catch (RuntimeException | Error e) {
        // One that fails must not stop the clock of all others on this loop, nor its own:
        // memory may be there again.
        LOG.log(System.Logger.Level.ERROR, "a deadline failed and is asked again", e);
        add(timed, now + AGAIN);
      }
    }
  }

  private List<Timed> slot(long turn) {
    return slots.get(Math.floorMod(turn, SLOTS));
  }
}
