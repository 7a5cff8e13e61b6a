package io.tertulia.transport.websocket;

import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import org.jboss.logging.Logger;

/**
 * Where websockets-next hands sockets and messages over. {@code /} and {@code /chat} come here too,
 * as the lobby ({@link HandshakeRoutes}). All callbacks on the socket's event loop; they never
 * throw.
 */
@WebSocket(
    path = "/chat/{room}",
    // Serial would keep a queue of 1 KB for each socket, for callbacks that take their time.
    inboundProcessingMode = InboundProcessingMode.CONCURRENT)
public final class ChatEndpoint {
  private static final Logger LOG = Logger.getLogger(ChatEndpoint.class);

  private final SocketDoor door;

  ChatEndpoint(SocketDoor door) {
    this.door = door;
  }

  @OnOpen
  @NonBlocking
  void open(WebSocketConnection connection) {
    door.open(connection);
  }

  @OnTextMessage
  @NonBlocking
  void text(String text, WebSocketConnection connection) {
    OpenSocket socket = connection.userData().get(OpenSocket.KEY);
    socket.connection().workOff(text.length(), () -> door.text(socket, text));
  }

  @OnBinaryMessage
  @NonBlocking
  void binary(Buffer bytes, WebSocketConnection connection) {
    OpenSocket socket = connection.userData().get(OpenSocket.KEY);
    socket.connection().workOff(bytes.length(), () -> door.binary(socket, bytes.getBytes()));
  }

  @OnClose
  @NonBlocking
  void close(WebSocketConnection connection) {
    OpenSocket socket = connection.userData().get(OpenSocket.KEY);
    socket.connection().afterAll(() -> door.closed(socket));
  }

  @OnError
  @NonBlocking
  void failed(Throwable failure, WebSocketConnection connection) {
    // A connection that ended without a Close is told by "is gone" alone.
    if (!(failure instanceof HttpClosedException || failure instanceof IOException)) {
      LOG.warnf("socket %s failed: %s", connection.id(), failure);
    }
  }
}
