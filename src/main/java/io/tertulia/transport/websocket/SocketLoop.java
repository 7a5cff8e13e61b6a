package io.tertulia.transport.websocket;

import io.netty.channel.EventLoop;
import io.tertulia.format.Frame;
import io.tertulia.session.timing.TimerWheel;
import io.tertulia.session.timing.WorkQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What the sockets of one event loop share: their deadlines, and the frames that are about to
 * leave.
 *
 * <p>Whatever is written to a socket in one tick, which is what the loop does before it looks for
 * new bytes, leaves with one write. In a busy room that would be a write for nearly every message.
 * So what a room tells its members leaves at the end of the tick only where nothing has left for
 * {@link #PACE}; otherwise it waits for the end of the pace, and one write takes all that has come
 * until then. A calm room never waits. Those whose pace is over are flushed in slices, between
 * which the loop does what else waits. On the loop only.
 */
final class SocketLoop {
  /** In milliseconds. */
  static final long PACE = 12;

  private final EventLoop loop;
  private final TimerWheel wheel;
  private final WorkQueue work;

  /**
   * What many get stands apart, so that it is one span also where somebody got an answer between.
   */
  private final Batch shared = new Batch();

  private final Batch single = new Batch();
  private final List<SocketConnection> due = new ArrayList<>();
  private final Queue<SocketConnection> paced = new ArrayDeque<>();
  private boolean ticking;
  private boolean pacing;

  /** When the pace was over that is being flushed, and for how many of {@link #paced} it was. */
  private long overAt;

  private int over;

  private final LongSupplier clock;
  private final int slice;

  /** When the newest frame was placed. */
  private long time;

  /**
   * @param clock monotonic milliseconds
   * @param slice sockets that are flushed before others have their turn
   */
  SocketLoop(EventLoop loop, LongSupplier clock, int slice) {
    this.loop = loop;
    this.clock = clock;
    this.slice = slice;
    this.time = clock.getAsLong();
    this.wheel = new TimerWheel(clock);
    this.work =
        new WorkQueue(
            task -> loop.schedule(task, 0, TimeUnit.NANOSECONDS),
            () -> TimeUnit.MILLISECONDS.toNanos(clock.getAsLong()));
  }

  static SocketLoop start(EventLoop loop, int slice) {
    SocketLoop sockets = new SocketLoop(loop, SocketLoop::uptime, slice);
    // Not at a fixed rate: what was missed would be made up for without a look at the sockets.
    loop.scheduleWithFixedDelay(
        () -> sockets.wheel.advance(sockets.now()),
        TimerWheel.TICK,
        TimerWheel.TICK,
        TimeUnit.MILLISECONDS);
    return sockets;
  }

  private static long uptime() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /** Monotonic milliseconds. */
  long now() {
    return clock.getAsLong();
  }

  EventLoop executor() {
    return loop;
  }

  TimerWheel wheel() {
    return wheel;
  }

  WorkQueue work() {
    return work;
  }

  /** For frames that go to many. */
  Batch shared() {
    return shared;
  }

  /** For frames that go to one. */
  Batch single() {
    return single;
  }

  /**
   * Takes a frame into a batch of this loop; when that is full, what waits there leaves first.
   *
   * @return where it begins there
   */
  int place(Frame frame, Batch batch) {
    if (!batch.has(frame)) {
      time = now();
      if (!batch.hasRoomFor(frame)) {
        leave(batch);
        batch.begin(frame.size());
      }
    }
    return batch.place(frame);
  }

  /** Whether what a room tells a socket, from which something left then, waits for more. */
  boolean waits(long leftAt) {
    return time - leftAt < PACE;
  }

  /** Has the socket flushed once at the end of the tick. */
  void flushDue(SocketConnection socket) {
    due.add(socket);
    if (!ticking) {
      loop.execute(this::tick);
      ticking = true;
    }
  }

  /** Has the socket flushed once at the end of the pace. */
  void flushPaced(SocketConnection socket) {
    paced.add(socket);
    if (!pacing) {
      pace(PACE);
    }
  }

  private void pace(long delay) {
    loop.schedule(this::paceIsOver, delay, TimeUnit.MILLISECONDS);
    pacing = true;
  }

  private void tick() {
    ticking = false;
    leaveDue();
    beginAnew();
  }

  private void paceIsOver() {
    overAt = now();
    over = paced.size();
    leaveSlice();
  }

  /** After what the loop has to read, if there are more: a task of a timer, as a room's slices. */
  private void leaveSlice() {
    for (int left = slice; left > 0 && over > 0; left--) {
      over--;
      paced.remove().flushPaced(time);
    }
    if (over > 0) {
      loop.schedule(this::leaveSlice, 0, TimeUnit.NANOSECONDS);
      return;
    }
    pacing = false;
    if (!paced.isEmpty()) {
      // They came meanwhile.
      pace(Math.max(0, overAt + PACE - now()));
    }
    beginAnew();
  }

  private void beginAnew() {
    if (due.isEmpty()) {
      single.begin(0);
      if (paced.isEmpty()) {
        shared.begin(0);
      }
    }
  }

  /** The batch is full: nobody's span may stay there. Who has one of single frames is due. */
  private void leave(Batch batch) {
    leaveDue();
    if (batch == single) {
      return;
    }
    over = 0;
    for (SocketConnection next = paced.poll(); next != null; next = paced.poll()) {
      next.flushPaced(time);
    }
  }

  private void leaveDue() {
    for (int i = 0; i < due.size(); i++) {
      due.get(i).flushDue(time);
    }
    due.clear();
  }
}
