package io.tertulia.transport.websocket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.tertulia.protocol.CloseCode;
import io.tertulia.protocol.Frame;
import io.tertulia.session.Connection;
import io.tertulia.transport.websocket.frame.FrameGuard;
import io.tertulia.transport.websocket.upgrade.Handshake;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/** One open socket. On its event loop only. */
public final class SocketConnection implements Connection {
  private static final Logger LOG = Logger.getLogger(SocketConnection.class);

  private final WebSocketConnection socket;
  private final Channel channel;
  private final FrameGuard guard;
  private final SocketLoop loop;
  private final String address;
  private final long openedAt = SocketLoop.now();
  private boolean unflushed;
  private boolean closing;

  SocketConnection(WebSocketConnection socket, Handshake handshake, SocketLoop loop) {
    this.socket = socket;
    this.channel = handshake.channel();
    this.guard = handshake.guard();
    this.loop = loop;
    this.address = handshake.address();
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
  public long openedAt() {
    return openedAt;
  }

  @Override
  public Executor loop() {
    return loop.executor();
  }

  @Override
  public void write(Frame frame) {
    if (closing || !channel.isActive()) {
      return;
    }
    loop.write(channel, frame);
    if (!unflushed) {
      unflushed = true;
      loop.flushLater(this);
    }
  }

  /** The end of the tick: what was written leaves. */
  void flush() {
    unflushed = false;
    channel.flush();
  }

  @Override
  public long queuedBytes() {
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
    closing = true;
    LOG.infof("socket %s closed by us: %d %s", id(), code.code(), code.reason());
    socket
        .close(new CloseReason(code.code(), code.reason()))
        .subscribe()
        .with(done -> {}, failure -> channel.close());
  }

  /** A message of this socket has been worked off. */
  void taken() {
    guard.taken();
  }

  /** A Close was sent or received: RFC 6455 §5.5.1 allows no more frames. */
  void closing() {
    closing = true;
  }
}
