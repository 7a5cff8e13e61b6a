package io.tertulia.transport.websocket.frame;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of a connection after our Close. To close it with unread bytes in it makes TCP reset it,
 * and a reset overtakes what the client has not read yet: our Close, and all before it. So only the
 * way out is shut, what comes in is read and thrown away until the client shuts its side, and a
 * deadline ends what a client drags on.
 *
 * <p>Who sent no pong is most likely gone, and a proxy that sees us shut our way out may wait for
 * its other one for as long as TCP hopes for the client: Traefik then holds both its connections
 * for a quarter of an hour. So such a one is reset at the deadline, and until then nothing is shut.
 */
final class GracefulClose {
  private static final long SECONDS = 2;

  private @Nullable Future<?> deadline;
  private boolean gone;

  boolean said() {
    return deadline != null;
  }

  /**
   * Our Close is being written.
   *
   * @param toNobody whether the client is most likely gone
   */
  void say(ChannelHandlerContext context, boolean toNobody) {
    gone = toNobody;
    Future<?> end = context.executor().schedule(() -> end(context), SECONDS, TimeUnit.SECONDS);
    deadline = end;
    context.channel().closeFuture().addListener(closed -> end.cancel(false));
  }

  /** The client's Close came after all. */
  void answered(ChannelHandlerContext context) {
    if (gone && context.channel().isActive()) {
      shutOutput(context.channel());
    }
    gone = false;
  }

  private void end(ChannelHandlerContext context) {
    if (gone) {
      context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
    }
    context.close();
  }

  void close(ChannelHandlerContext context, ChannelPromise promise) {
    if (deadline == null) {
      context.close(promise);
      return;
    }
    Channel channel = context.channel();
    channel.closeFuture().addListener(closed -> promise.trySuccess());
    context
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            flushed -> {
              if (channel.isActive() && !gone) {
                shutOutput(channel);
              }
            });
  }

  private static void shutOutput(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls != null) {
      tls.closeOutbound();
    } else if (channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    }
  }
}
