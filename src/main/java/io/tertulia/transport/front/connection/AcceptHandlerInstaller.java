package io.tertulia.transport.front.connection;

import io.netty.channel.Channel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.tertulia.session.shared.SessionContext;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Watches the ports on which clients come, from the moment they are open. */
@Singleton
public final class AcceptHandlerInstaller implements HttpServerOptionsCustomizer {
  /** How requests are decoded: alike on both ports. */
  private final AtomicReference<HttpServerOptions> options =
      new AtomicReference<>(new HttpServerOptions());

  private final AcceptHandler accepted;

  AcceptHandlerInstaller(
      FrontLimits limits,
      SessionContext context,
      @ConfigProperty(name = "quarkus.http.proxy.proxy-address-forwarding", defaultValue = "false")
          boolean forwarded) {
    this.accepted =
        new AcceptHandler(
            new HttpConnectionContext(
                new Quota(limits.connections()),
                new Quota(limits.bytes()),
                context.rules().hello().toMillis(),
                forwarded,
                () -> new RequestDecoder(options.get())));
  }

  @Override
  public void customizeHttpServer(HttpServerOptions http) {
    options.set(http);
  }

  void opened(@ObservesAsync HttpServerStart start, Vertx vertx) {
    watch(start.options(), vertx);
  }

  void opened(@ObservesAsync HttpsServerStart start, Vertx vertx) {
    watch(start.options(), vertx);
  }

  /** The port that a connection came to: for one that nobody told of. */
  public void watch(Channel connection) {
    accepted.watch(connection.parent());
  }

  /** Where connections are accepted no name leads; it is found among all that is open there. */
  private void watch(HttpServerOptions started, Vertx vertx) {
    for (EventExecutor loop : ((VertxInternal) vertx).getAcceptorEventLoopGroup()) {
      if (loop instanceof SingleThreadEventLoop acceptor) {
        acceptor.execute(() -> watch(acceptor, started.getPort()));
      }
    }
  }

  private void watch(SingleThreadEventLoop acceptor, int port) {
    acceptor
        .registeredChannelsIterator()
        .forEachRemaining(
            channel -> {
              if (channel instanceof ServerSocketChannel server
                  && server.localAddress() != null
                  && server.localAddress().getPort() == port) {
                accepted.watch(server);
              }
            });
  }
}
