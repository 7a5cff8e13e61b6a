package io.tertulia.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.tertulia.protocol.Frame;
import io.tertulia.session.TimerWheel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the sockets of one event loop share: their deadlines, and the buffer of the frame that is
 * just being handed out. A frame that goes to many is copied to direct memory once, each channel
 * gets a duplicate; every channel that was written to is flushed once, when the loop has done what
 * waited before. On the loop only.
 */
final class SocketLoop {
  private final EventLoop loop;
  private final TimerWheel wheel;
  private final List<SocketConnection> written = new ArrayList<>();
  private @Nullable Frame frame;
  private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
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

  // The very same frame goes to every member, so identity is the cheap and right test.
  @SuppressWarnings("ReferenceEquality")
  void write(Channel channel, Frame next) {
    if (next != frame) {
      letGo();
      // In this order: memory may run out, and then no frame may stand for an empty buffer.
      buffer = PooledByteBufAllocator.DEFAULT.directBuffer(next.size()).writeBytes(next.bytes());
      frame = next;
    }
    channel.write(buffer.retainedDuplicate(), channel.voidPromise());
  }

  /** Has the socket flushed once at the end of what waits now. */
  void flushLater(SocketConnection socket) {
    written.add(socket);
    if (!flushing) {
      flushing = true;
      loop.execute(this::flush);
    }
  }

  private void flush() {
    flushing = false;
    letGo();
    List<SocketConnection> due = List.copyOf(written);
    written.clear();
    due.forEach(SocketConnection::flush);
  }

  private void letGo() {
    frame = null;
    buffer.release();
    buffer = Unpooled.EMPTY_BUFFER;
  }
}
