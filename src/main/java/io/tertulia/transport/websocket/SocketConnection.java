package io.tertulia.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.handler.traffic.AbstractTrafficShapingHandler;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.tertulia.format.Frame;
import io.tertulia.protocol.CloseCode;
import io.tertulia.session.connection.Connection;
import io.tertulia.transport.websocket.frame.FrameGuard;
import io.tertulia.transport.websocket.upgrade.Handshake;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One open socket. On its event loop only. */
public final class SocketConnection implements Connection {
  private static final Logger LOG = Logger.getLogger(SocketConnection.class);

  /** Bytes that are handed to Netty as one: it counts them as accepted when all of them are. */
  private static final int PIECE = 8_192;

  /** Bytes of a message that is worked off as it comes. */
  private static final int SHORT = 2_048;

  private final WebSocketConnection socket;
  private final Channel channel;
  private final FrameGuard guard;
  private final SocketLoop loop;
  private final String address;
  private final long openedAt;
  private final int most;
  private final boolean plain;

  /** Whether what waits in Netty is not what was given to it. */
  private final boolean opaque;

  private final @Nullable EpollSocketChannel direct;

  /** Something was taken since the last flush; it leaves with those that are due, or paced. */
  private boolean unflushed;

  /** So much was taken since the last flush that somebody waits for it to leave. */
  private boolean full;

  private boolean due;
  private boolean paced;
  private long leftAt;
  private boolean closing;

  /** Messages that wait for their turn. */
  private int inTurn;

  /** One of the loop's, and the span of it that is still to be sent; empty when they are equal. */
  private Batch batch;

  private int from;

  private int to;

  SocketConnection(
      WebSocketConnection socket, Handshake handshake, SocketLoop loop, WriteMode writes) {
    this.socket = socket;
    this.channel = handshake.channel();
    this.guard = handshake.guard();
    this.loop = loop;
    this.batch = loop.shared();
    this.address = handshake.address();
    this.openedAt = loop.now();
    this.leftAt = openedAt - SocketLoop.PACE;
    this.most = channel.config().getWriteBufferHighWaterMark();
    this.plain = writes == WriteMode.PLAIN;
    this.opaque = plain || holdsBack(channel.pipeline());
    this.direct =
        writes == WriteMode.DIRECT && channel instanceof EpollSocketChannel epoll && !opaque
            ? epoll
            : null;
  }

  /** Whether something on the way out changes or keeps bytes, so that none may pass it by. */
  private static boolean holdsBack(ChannelPipeline pipeline) {
    return pipeline.get(SslHandler.class) != null
        || pipeline.get(ChunkedWriteHandler.class) != null
        || pipeline.get(AbstractTrafficShapingHandler.class) != null;
  }

  @Override
  public String id() {
    return socket.id();
  }

  @Override
  public String address() {
    return address;
  }

  /** Monotonic milliseconds; any thread. */
  @Override
  public long openedAt() {
    return openedAt;
  }

  @Override
  public Executor loop() {
    return loop.executor();
  }

  @Override
  public void write(Frame frame) {
    if (take(frame, loop.single())) {
      leaveNow();
    }
  }

  @Override
  public void writeSoon(Frame frame) {
    if (!take(frame, loop.shared()) || due || paced) {
      return;
    }
    if (loop.waits(leftAt)) {
      paced = true;
      loop.flushPaced(this);
    } else {
      leaveNow();
    }
  }

  private void leaveNow() {
    if (!due) {
      due = true;
      loop.flushDue(this);
    }
  }

  private boolean take(Frame frame, Batch into) {
    if (closing || !channel.isActive()) {
      return false;
    }
    if (plain) {
      WriteMode.plainly(socket, frame).subscribe().with(sent -> {}, failure -> channel.close());
      return false;
    }
    int at = loop.place(frame, into);
    if (from != to && (at != to || into != batch)) {
      handOver();
    }
    batch = into;
    from = from == to ? at : from;
    to = at + frame.size();
    unflushed = true;
    full |= queuedBytes() >= most;
    return true;
  }

  /** The end of the tick: what was taken leaves. */
  void flushDue(long now) {
    due = false;
    flush(now);
  }

  /** The end of the pace: what was taken and has not left for another reason leaves. */
  void flushPaced(long now) {
    paced = false;
    flush(now);
  }

  /**
   * Past Netty when nothing waits there, as one write of what all sockets share. What the kernel
   * does not take at once goes through Netty.
   */
  private void flush(long now) {
    if (!unflushed) {
      return;
    }
    unflushed = false;
    leftAt = now;
    try {
      if (direct == null || from == to || waiting() > 0 || batch.address() == 0) {
        handOver();
        channel.flush();
      } else if (channel.isActive()) {
        // A descriptor that was closed may be somebody else's by now.
        writeDirectly(direct);
      }
    } catch (IOException | RuntimeException | Error e) {
      // This one's alone: others never notice.
      LOG.debugf(e, "socket %s cannot be written to", id());
      channel.close();
    }
    from = to;
    if (full) {
      full = false;
      if (channel.isWritable()) {
        // Some of what was too much was never in Netty's queue, so it does not tell.
        guard.writable(loop.executor());
      }
    }
  }

  private void writeDirectly(EpollSocketChannel epoll) throws IOException {
    from += epoll.fd().writeAddress(batch.address(), from, to);
    if (from < to) {
      handOver(false);
      channel.flush();
    }
  }

  /** What waits in the batch waits in Netty from now on. */
  private void handOver() {
    if (from != to && channel.isActive()) {
      // Where nothing waits, most likely all of it leaves with the next flush.
      handOver(waiting() == 0);
    }
    from = to;
  }

  private void handOver(boolean shared) {
    while (from < to && channel.isActive()) {
      int end = Math.min(to, from + PIECE);
      ByteBuf piece = shared ? batch.slice(from, end) : batch.copy(from, end);
      channel.write(piece, channel.voidPromise());
      from = end;
    }
  }

  @Override
  public long queuedBytes() {
    return waiting() + (to - from);
  }

  @Override
  public long untilGone(String mid) {
    flush(loop.now());
    ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
    if (queue == null || queue.totalPendingWriteBytes() == 0) {
      return 0;
    }
    return opaque ? queuedBytes() : WaitingBytes.of(queue).untilGone(mid);
  }

  @Override
  public boolean isHeldUp() {
    return waiting() > 0;
  }

  private long waiting() {
    ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
    return queue == null ? 0 : queue.totalPendingWriteBytes();
  }

  @Override
  public void reading(boolean on) {
    guard.reading(on);
  }

  @Override
  public void close(CloseCode code) {
    if (closing) {
      return;
    }
    try {
      handOver();
    } catch (RuntimeException | Error e) {
      // Half a frame may be on its way: there is no room for a Close behind it.
      closing = true;
      channel.close();
      throw e;
    }
    closing = true;
    LOG.infof("socket %s closed by us: %d %s", id(), code.code(), code.reason());
    socket
        .close(new CloseReason(code.code(), code.reason()))
        .subscribe()
        .with(done -> {}, failure -> channel.close());
  }

  @Override
  public void abort() {
    closing = true;
    LOG.infof("socket %s ended by us: what was deleted still waited for it", id());
    channel.close();
  }

  /**
   * Works a message of this socket off: at once, or in its turn when it is long or one before it
   * waits. No more is read than may wait so.
   *
   * @param size about its bytes
   */
  void workOff(int size, Runnable message) {
    if (size <= SHORT && inTurn == 0) {
      workOff(message);
    } else {
      inTurn++;
      loop.work()
          .add(
              () -> {
                inTurn--;
                workOff(message);
              });
    }
  }

  /** Does the last thing of this socket, after all that was read of it. */
  void afterAll(Runnable end) {
    if (inTurn == 0) {
      end.run();
    } else {
      loop.work().add(end);
    }
  }

  @Override
  public boolean hasInTurn() {
    return inTurn > 0;
  }

  private void workOff(Runnable message) {
    try {
      message.run();
    } finally {
      guard.taken();
    }
  }

  /** A Close was sent or received: RFC 6455 §5.5.1 allows no more frames. */
  void closing() {
    handOver();
    closing = true;
  }
}
