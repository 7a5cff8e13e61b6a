package io.tertulia.transport.websocket;

import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.tertulia.format.Frame;
import io.vertx.core.buffer.Buffer;

/** By which way frames leave; a client cannot tell them apart. */
public enum WriteMode {
  /** Straight to the descriptor wherever that is possible, else as {@link #NETTY}. */
  DIRECT,
  /** Through the pipeline of the channel. */
  NETTY,
  /**
   * Message by message through websockets-next: what the others are measured and checked against.
   */
  PLAIN;

  /** Has websockets-next send what the frame holds. */
  static Uni<Void> plainly(WebSocketConnection socket, Frame frame) {
    Buffer payload = Buffer.buffer(frame.payload());
    return switch (frame.opcode()) {
      case Frame.PING -> socket.sendPing(payload);
      case Frame.BINARY -> socket.sendBinary(payload);
      default -> socket.sendText(payload);
    };
  }
}
