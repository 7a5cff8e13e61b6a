package io.tertulia.transport.websocket;

import io.netty.channel.EventLoop;
import io.tertulia.protocol.Frame;
import io.tertulia.session.TimerWheel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What the sockets of one event loop share: their deadlines, and the frames of the tick. Every
 * socket that was written to is flushed once, when the loop has done what waited before. On the
 * loop only.
 */
final class SocketLoop {
  private final EventLoop loop;
  private final TimerWheel wheel;
  private final Batch batch = new Batch();
  private List<SocketConnection> written = new ArrayList<>();
  private List<SocketConnection> spare = new ArrayList<>();
  private boolean flushing;

  private SocketLoop(EventLoop loop) {
    this.loop = loop;
    this.wheel = new TimerWheel(SocketLoop::now);
  }

  static SocketLoop start(EventLoop loop) {
    SocketLoop sockets = new SocketLoop(loop);
    loop.scheduleAtFixedRate(
        () -> sockets.wheel.advance(now()),
        TimerWheel.TICK,
        TimerWheel.TICK,
        TimeUnit.MILLISECONDS);
    return sockets;
  }

  /** Monotonic milliseconds. */
  static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  EventLoop executor() {
    return loop;
  }

  TimerWheel wheel() {
    return wheel;
  }

  Batch batch() {
    return batch;
  }

  /**
   * Takes a frame into the batch; when that is full, all that is in it leaves first.
   *
   * @return where it begins there
   */
  int place(Frame frame) {
    if (!batch.hasRoomFor(frame)) {
      flush();
      batch.begin(frame.size());
    }
    return batch.place(frame);
  }

  /** Has the socket flushed once at the end of what waits now. */
  void flushLater(SocketConnection socket) {
    written.add(socket);
    if (!flushing) {
      flushing = true;
      loop.execute(this::tick);
    }
  }

  private void tick() {
    flushing = false;
    flush();
    batch.begin(0);
  }

  private void flush() {
    List<SocketConnection> due = written;
    written = spare;
    spare = due;
    for (int i = 0; i < due.size(); i++) {
      due.get(i).flush();
    }
    due.clear();
  }
}
