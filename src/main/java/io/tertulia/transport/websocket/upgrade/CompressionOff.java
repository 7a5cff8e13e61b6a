package io.tertulia.transport.websocket.upgrade;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/**
 * Turns both compression extensions off. Their inflater has no bound in this version: a frame of 58
 * KB became 60 MB in memory before anybody could look at its size.
 */
@Singleton
public final class CompressionOff implements HttpServerOptionsCustomizer {
  @Override
  public void customizeHttpServer(HttpServerOptions options) {
    withoutCompression(options);
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    withoutCompression(options);
  }

  private static void withoutCompression(HttpServerOptions options) {
    options.setPerMessageWebSocketCompressionSupported(false);
    options.setPerFrameWebSocketCompressionSupported(false);
  }
}
