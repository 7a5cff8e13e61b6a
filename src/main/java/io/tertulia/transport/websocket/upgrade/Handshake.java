package io.tertulia.transport.websocket.upgrade;

import io.netty.channel.Channel;
import io.quarkus.websockets.next.UserData;
import io.tertulia.transport.websocket.frame.FrameGuard;
import org.jspecify.annotations.Nullable;

/**
 * What the upgrade hands on to the endpoint.
 *
 * @param address the client's, as limits count it
 * @param wishes what a bare client asked for
 * @param credential what it came with, not checked; null for nothing
 */
public record Handshake(
    Channel channel, FrameGuard guard, String address, Wishes wishes, @Nullable String credential) {
  public static final UserData.TypedKey<Handshake> KEY =
      new UserData.TypedKey<>("tertulia.handshake");

  /**
   * @param name not checked
   * @param languages the header Accept-Language
   * @param binary whether to be sent the bytes of others
   */
  public record Wishes(@Nullable String name, @Nullable String languages, boolean binary) {}
}
