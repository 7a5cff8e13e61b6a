package io.tertulia.transport.front.connection;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.tertulia.security.AddressKeys;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Stands where connections are accepted and counts them. Quarkus has no place to reach one before
 * its request has come; the channel that accepts them is the parent of each.
 */
@ChannelHandler.Sharable
final class AcceptHandler extends ChannelInboundHandlerAdapter {
  private static final AttributeKey<Boolean> WATCHED = AttributeKey.valueOf("tertulia.accepted");
  private static final String TLS = "ssl";

  private static final Answer FULL =
      Answer.later(503, "No more connections here for the moment: try again.", 140, 5);

  private final HttpConnectionContext intake;

  AcceptHandler(HttpConnectionContext intake) {
    this.intake = intake;
  }

  void watch(Channel server) {
    if (server.attr(WATCHED).get() == null
        && server.attr(WATCHED).compareAndSet(null, Boolean.TRUE)) {
      server.pipeline().addFirst(this);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) throws Exception {
    if (accepted instanceof Channel connection) {
      String peer = intake.forwarded() ? null : peer(connection);
      connection
          .pipeline()
          .addFirst(
              intake.connections().take(peer, 1)
                  ? new PlainConnection(intake, peer)
                  : new OneTooMany());
    }
    super.channelRead(context, accepted);
  }

  private static @Nullable String peer(Channel connection) {
    return connection.remoteAddress() instanceof InetSocketAddress address
        ? AddressKeys.network(address.getAddress().getHostAddress())
        : null;
  }

  /** Is told so, where it can be, and costs nothing more. */
  private static final class OneTooMany extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      if (context.pipeline().get(TLS) == null) {
        context
            .writeAndFlush(Unpooled.wrappedBuffer(FULL.response(null)))
            .addListener(ChannelFutureListener.CLOSE);
      } else {
        context.close();
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
    }
  }
}
