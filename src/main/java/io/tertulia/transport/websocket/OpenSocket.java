package io.tertulia.transport.websocket;

import io.quarkus.websockets.next.UserData;
import io.tertulia.session.Session;
import io.tertulia.transport.websocket.frame.FrameGuard;
import io.tertulia.transport.websocket.frame.Violation;
import org.jboss.logging.Logger;

/**
 * An open socket with its session, as the endpoint's callbacks find it again.
 *
 * @param bare whether the client speaks plain text
 * @param room where a bare client speaks
 */
public record OpenSocket(SocketConnection connection, Session session, boolean bare, String room)
    implements FrameGuard.Watcher {
  static final UserData.TypedKey<OpenSocket> KEY = new UserData.TypedKey<>("tertulia.socket");

  private static final Logger LOG = Logger.getLogger(OpenSocket.class);

  @Override
  public void closing() {
    connection.closing();
  }

  @Override
  public void writable() {
    session.writable();
  }

  @Override
  public void pinged() {
    session.pinged();
  }

  @Override
  public void pong() {
    session.pong();
  }

  @Override
  public void refused(Violation violation) {
    LOG.infof(
        "socket %s broke RFC 6455: %d %s", connection.id(), violation.code(), violation.reason());
  }
}
