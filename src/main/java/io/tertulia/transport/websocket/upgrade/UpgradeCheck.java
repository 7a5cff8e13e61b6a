package io.tertulia.transport.websocket.upgrade;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.tertulia.room.RoomId;
import io.tertulia.security.AddressKeys;
import io.tertulia.security.OriginPolicy;
import io.tertulia.session.shared.SessionContext;
import io.tertulia.transport.websocket.frame.FrameGuard;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Refuses pages of foreign origin, and prepares the channel that the socket will live on. */
@Singleton
public final class UpgradeCheck implements HttpUpgradeCheck {
  private static final Logger LOG = Logger.getLogger(UpgradeCheck.class);

  private static final String GUARD = "tertulia";
  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;

  /**
   * Bytes in the kernel that were not sent: above it the kernel would hide a slow reader for
   * megabytes.
   */
  private static final long UNSENT = 65_536;

  private final OriginPolicy origins;
  private final SessionContext context;

  UpgradeCheck(OriginPolicy origins, SessionContext context) {
    this.origins = origins;
    this.context = context;
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    HttpServerRequest request = context.httpRequest();
    if (!origins.allows(UpgradeCredential.origin(request), request.getHeader("Host"))) {
      LOG.infof("upgrade from %s refused: foreign origin", request.remoteAddress().hostAddress());
      return CheckResult.rejectUpgrade(FORBIDDEN);
    }
    String room = context.pathParam("room");
    if (room != null && RoomId.parse(room) == null) {
      // By whatever way it came here: behind this a room that is none is one of the node's own.
      return CheckResult.rejectUpgrade(BAD_REQUEST);
    }
    Channel channel = ((ConnectionBase) request.connection()).channel();
    context.userData().put(Handshake.KEY, prepare(channel, request));
    return CheckResult.permitUpgrade();
  }

  private Handshake prepare(Channel channel, HttpServerRequest request) {
    int queue = Math.toIntExact(context.rules().queue());
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(queue / 2, queue));
    if (channel instanceof EpollSocketChannel) {
      channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, UNSENT);
    }
    // Vert.x would keep the headers, and Quarkus a copy of them, as long as the socket lives.
    FrameGuard guard = new FrameGuard(context.rules().limits().frame(), request.headers()::clear);
    ChannelPipeline pipeline = channel.pipeline();
    if (pipeline.get(GUARD) != null) {
      // An upgrade before this one, on the same connection, that came to nothing.
      pipeline.remove(GUARD);
    }
    pipeline.addBefore("handler", GUARD, guard);
    return new Handshake(
        channel,
        guard,
        AddressKeys.network(request.remoteAddress().hostAddress()),
        new Handshake.Wishes(
            request.getParam("name"),
            request.getHeader("Accept-Language"),
            "1".equals(request.getParam("binary"))),
        credential(request));
  }

  /**
   * Where nobody issues tokens what a proxy sends along is passed over; who takes a ticket means
   * it.
   */
  private @Nullable String credential(HttpServerRequest request) {
    return context.rights().takeTokens() || UpgradeTicket.isIn(request)
        ? UpgradeCredential.of(request)
        : null;
  }
}
