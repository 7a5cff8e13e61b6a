package io.tertulia.transport.front.connection;

import io.netty.handler.codec.http.HttpMessage;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;

/** The decoder of HTTP as Vert.x has it, which also says what it would keep to itself. */
final class RequestDecoder extends VertxHttpRequestDecoder {
  RequestDecoder(HttpServerOptions options) {
    super(options);
  }

  /** Bytes that have come and belong to nothing yet that was handed on. */
  int unread() {
    return actualReadableBytes();
  }

  /** Both stay, to be refused: who forgets one of them makes a second request of a body. */
  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {}
}
