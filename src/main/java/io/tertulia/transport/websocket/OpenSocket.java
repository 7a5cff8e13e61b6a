package io.tertulia.transport.websocket;

import io.quarkus.websockets.next.UserData;
import io.tertulia.session.Session;
import io.tertulia.transport.websocket.upgrade.FrameGuard;

/**
 * An open socket with its session, as the endpoint's callbacks find it again.
 *
 * @param bare whether the client speaks plain text
 * @param room where a bare client speaks
 */
public record OpenSocket(SocketConnection connection, Session session, boolean bare, String room)
    implements FrameGuard.Watcher {
  static final UserData.TypedKey<OpenSocket> KEY = new UserData.TypedKey<>("tertulia.socket");

  @Override
  public void closing() {
    connection.closing();
  }

  @Override
  public void writable() {
    session.writable();
  }
}
