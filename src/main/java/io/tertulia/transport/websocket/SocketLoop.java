package io.tertulia.transport.websocket;

import io.netty.channel.EventLoop;
import io.tertulia.protocol.Frame;
import io.tertulia.session.TimerWheel;
import java.util.ArrayList;
import java.util.List;
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
 * until then. A calm room never waits. On the loop only.
 */
final class SocketLoop {
  /** In milliseconds. */
  static final long PACE = 12;

  private final EventLoop loop;
  private final TimerWheel wheel;

  /**
   * What many get stands apart, so that it is one span also where somebody got an answer between.
   */
  private final Batch shared = new Batch();

  private final Batch single = new Batch();
  private final List<SocketConnection> due = new ArrayList<>();
  private final List<SocketConnection> paced = new ArrayList<>();
  private boolean ticking;
  private boolean pacing;

  private final LongSupplier clock;

  /** When the newest frame was placed. */
  private long time;

  /**
   * @param clock monotonic milliseconds
   */
  SocketLoop(EventLoop loop, LongSupplier clock) {
    this.loop = loop;
    this.clock = clock;
    this.time = clock.getAsLong();
    this.wheel = new TimerWheel(clock);
  }

  static SocketLoop start(EventLoop loop) {
    SocketLoop sockets = new SocketLoop(loop, SocketLoop::uptime);
    loop.scheduleAtFixedRate(
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

  /** For frames that go to many. */
  Batch shared() {
    return shared;
  }

  /** For frames that go to one. */
  Batch single() {
    return single;
  }

  /**
   * Takes a frame into a batch of this loop; when that is full, all that waits leaves first.
   *
   * @return where it begins there
   */
  int place(Frame frame, Batch batch) {
    if (!batch.has(frame)) {
      time = now();
      if (!batch.hasRoomFor(frame)) {
        leaveAll();
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
      loop.schedule(this::pace, PACE, TimeUnit.MILLISECONDS);
      pacing = true;
    }
  }

  private void tick() {
    ticking = false;
    leaveDue();
    beginAnew();
  }

  private void pace() {
    pacing = false;
    leavePaced();
    beginAnew();
  }

  private void beginAnew() {
    if (due.isEmpty() && paced.isEmpty()) {
      shared.begin(0);
      single.begin(0);
    }
  }

  private void leaveAll() {
    leaveDue();
    leavePaced();
  }

  private void leaveDue() {
    for (int i = 0; i < due.size(); i++) {
      due.get(i).flushDue(time);
    }
    due.clear();
  }

  private void leavePaced() {
    for (int i = 0; i < paced.size(); i++) {
      paced.get(i).flushPaced(time);
    }
    paced.clear();
  }
}
