package io.tertulia.transport.websocket.upgrade;

import io.netty.channel.Channel;
import io.quarkus.websockets.next.UserData;
import io.tertulia.transport.websocket.frame.FrameGuard;
import org.jspecify.annotations.Nullable;

/**
 * What the upgrade hands on to the endpoint.
 *
 * @param address the client's, without port
 * @param name the name that a bare client chose, not checked
 * @param languages the header Accept-Language
 */
public record Handshake(
    Channel channel,
    FrameGuard guard,
    String address,
    @Nullable String name,
    @Nullable String languages) {
  public static final UserData.TypedKey<Handshake> KEY =
      new UserData.TypedKey<>("tertulia.handshake");
}
