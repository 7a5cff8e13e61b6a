package io.tertulia.transport.websocket.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import org.jspecify.annotations.Nullable;

/**
 * Answers a client's Pings: each one while they are few, and of many that come with one read, or
 * while nothing can be written, the newest (RFC 6455 §5.5.3 lets the others be). So there are never
 * more answers than a handful. On the event loop only.
 */
final class Pongs {
  private static final int EACH = 16;

  private int written;
  private byte @Nullable [] newest;

  void ping(ChannelHandlerContext context, PingWebSocketFrame ping) {
    ByteBuf content = ping.content();
    if (newest == null && written < EACH && context.channel().isWritable()) {
      written++;
      write(context, content);
    } else {
      newest = new byte[content.readableBytes()];
      content.readBytes(newest);
      ping.release();
    }
  }

  /** All that has come is read, or what waited has shrunk. */
  void flush(ChannelHandlerContext context) {
    byte[] last = newest;
    if (last != null && context.channel().isWritable()) {
      newest = null;
      written++;
      write(context, Unpooled.wrappedBuffer(last));
    }
    if (written > 0) {
      written = 0;
      context.flush();
    }
  }

  /** No frame may go out any more. */
  void drop() {
    newest = null;
  }

  private static void write(ChannelHandlerContext context, ByteBuf content) {
    context.write(new PongWebSocketFrame(content), context.voidPromise());
  }
}
