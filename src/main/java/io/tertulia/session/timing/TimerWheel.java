package io.tertulia.session.timing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The deadlines of all sessions of one event loop, in slots of a ring: adding and passing one costs
 * no search and no timer of its own (Varghese and Lauck, "Hashed and Hierarchical Timing Wheels",
 * 1987). On that loop only.
 *
 * <p>Its time is the loop's own. While the loop does nothing (a stopped process, a suspended
 * machine, a collector) this time stands still, too: what came meanwhile lies unread, and nobody
 * may be called late for what nobody has read.
 */
public final class TimerWheel {
  /** Milliseconds of one slot: how late a deadline may be noticed. */
  public static final long TICK = 250;

  private static final int SLOTS = 256;

  /**
   * Milliseconds: a loop that did nothing for so long stood still, as its whole process may have.
   */
  private static final long STANDSTILL = 2_000;

  /** Milliseconds that it is given then to read all that came meanwhile, before time goes on. */
  private static final long AFTERWARDS = 500;

  /** Milliseconds that one turn of a loop that is short of time counts at most. */
  private static final long LONGEST_TURN = 2 * TICK;

  /** Milliseconds after which one that failed is asked again. */
  private static final long AGAIN = 1_000;

  private static final System.Logger LOG = System.getLogger(TimerWheel.class.getName());

  private final List<List<Timed>> slots = new ArrayList<>(SLOTS);
  private final LongSupplier clock;
  private long current;

  /** The loop's own time. */
  private long now;

  /** By the clock: when it was looked at last, and until when what is read may be old. */
  private long looked;

  private long freshFrom = Long.MIN_VALUE;

  /** Something with a next deadline. */
  public interface Timed {
    /** There is none any more. */
    long NEVER = Long.MAX_VALUE;

    /**
     * @param now milliseconds of the loop's own time, as {@link TimerWheel#now()} gives it
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
    looked = clock.getAsLong();
    now = looked;
    current = Math.floorDiv(now, TICK);
  }

  /** Milliseconds of the loop's own time, in which deadlines begin and end. */
  public long now() {
    return now;
  }

  /**
   * Whether what is read now may have lain there for seconds: this loop stood still and has only
   * just gone on, however it came to that (SIGSTOP, a machine that was suspended, a collector).
   */
  public boolean stoodStill() {
    long time = clock.getAsLong();
    return time - looked >= STANDSTILL || time < freshFrom;
  }

  public void add(Timed timed, long due) {
    if (due != Timed.NEVER) {
      long turn = Math.clamp(Math.floorDiv(due, TICK) + 1, current + 1, current + SLOTS - 1);
      slot(turn).add(timed);
    }
  }

  /**
   * Asks everything that is due. What is due later than the ring reaches is asked early and comes
   * again. To be called at least each {@link #TICK}, and never twice without that the loop has read
   * in between.
   *
   * @param time as the clock has it
   */
  public void advance(long time) {
    long turn = time - looked;
    boolean still = turn >= STANDSTILL;
    // A loop that never gets out of it must end its deadlines some day.
    boolean again = still && looked < freshFrom;
    looked = time;
    if (still) {
      freshFrom = time + AFTERWARDS;
    }
    if (again || time >= freshFrom) {
      pass(Math.min(turn, LONGEST_TURN));
    }
  }

  private void pass(long time) {
    now += time;
    long target = Math.floorDiv(now, TICK);
    long steps = Math.min(target - current, SLOTS);
    current = target - steps;
    for (long i = 0; i < steps; i++) {
      current++;
      askAll();
    }
  }

  private void askAll() {
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
