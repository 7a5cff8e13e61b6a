package io.tertulia.transport.websocket.upgrade;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives every connection that is accepted from now on a {@link RequestDeadline}. Quarkus has no
 * place to reach a connection before its request has come; the channel that accepts them is the
 * parent of each, so the first request of a node shows it.
 */
@ChannelHandler.Sharable
final class DeadlineInstaller extends ChannelInboundHandlerAdapter {
  private static final AttributeKey<Boolean> WATCHED = AttributeKey.valueOf("tertulia.watched");

  private final Duration within;
  private final Set<Channel> servers = ConcurrentHashMap.newKeySet();

  DeadlineInstaller(Duration within) {
    this.within = within;
  }

  void watch(Channel server) {
    if (server.attr(WATCHED).get() == null
        && server.attr(WATCHED).compareAndSet(null, Boolean.TRUE)) {
      server.pipeline().addFirst(this);
      servers.add(server);
    }
  }

  /**
   * Nobody more is accepted. The stack takes its loops away before it closes this channel, and
   * would complain of each connection in between.
   */
  void stopAccepting() {
    servers.forEach(server -> server.config().setAutoRead(false));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) throws Exception {
    if (accepted instanceof Channel connection) {
      connection.pipeline().addFirst(new RequestDeadline(within));
    }
    super.channelRead(context, accepted);
  }
}
