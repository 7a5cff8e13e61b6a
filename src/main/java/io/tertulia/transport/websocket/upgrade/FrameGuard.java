package io.tertulia.transport.websocket.upgrade;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import org.jspecify.annotations.Nullable;

/** Stands before Vert.x in a socket's pipeline and sees what its session has no eyes for. */
public final class FrameGuard extends ChannelDuplexHandler {
  private @Nullable Watcher watcher;

  /** On the event loop. */
  public interface Watcher {
    /** A Close came in: no frame may go out any more (RFC 6455 §5.5.1). */
    void closing();

    /** What waited has shrunk. */
    void writable();
  }

  public void watch(Watcher by) {
    watcher = by;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (message instanceof CloseWebSocketFrame && watcher != null) {
      watcher.closing();
    }
    super.channelRead(context, message);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
    if (watcher != null && context.channel().isWritable()) {
      watcher.writable();
    }
    super.channelWritabilityChanged(context);
  }
}
