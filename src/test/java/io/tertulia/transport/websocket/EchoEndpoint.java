package io.tertulia.transport.websocket;

import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.UserData;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.tertulia.format.Frame;
import io.tertulia.transport.websocket.frame.FrameGuard;
import io.tertulia.transport.websocket.frame.Violation;
import io.tertulia.transport.websocket.upgrade.Handshake;
import io.vertx.core.buffer.Buffer;

/**
 * Sends back what it is sent, over the same pipeline and the same way out as the chat. It is there
 * in tests only, for the Autobahn suite, which knows nothing but an echo.
 */
@WebSocket(path = "/echo")
public final class EchoEndpoint {
  private static final UserData.TypedKey<SocketConnection> KEY =
      new UserData.TypedKey<>("tertulia.echo");

  private final EventLoops loops;

  EchoEndpoint(EventLoops loops) {
    this.loops = loops;
  }

  @OnOpen
  @NonBlocking
  void open(WebSocketConnection connection) {
    Handshake handshake = connection.userData().get(Handshake.KEY);
    SocketLoop loop = loops.of(handshake.channel().eventLoop());
    SocketConnection socket = new SocketConnection(connection, handshake, loop, WriteMode.DIRECT);
    connection.userData().put(KEY, socket);
    handshake.guard().watch(new Watcher(socket));
  }

  @OnTextMessage
  @NonBlocking
  void text(String text, WebSocketConnection connection) {
    echo(Frame.text(text), connection);
  }

  @OnBinaryMessage
  @NonBlocking
  void binary(Buffer bytes, WebSocketConnection connection) {
    echo(Frame.binary(bytes.getBytes()), connection);
  }

  private static void echo(Frame frame, WebSocketConnection connection) {
    SocketConnection socket = connection.userData().get(KEY);
    socket.workOff(frame.size(), () -> socket.write(frame));
  }

  private record Watcher(SocketConnection socket) implements FrameGuard.Watcher {
    @Override
    public void closing() {
      socket.closing();
    }

    @Override
    public void writable() {}

    @Override
    public void pinged() {}

    @Override
    public void pong() {}

    @Override
    public void refused(Violation violation) {}
  }
}
