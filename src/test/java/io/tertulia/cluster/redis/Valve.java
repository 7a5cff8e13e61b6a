package io.tertulia.cluster.redis;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between a node and Redis, and can break the way in silence, as a network does. */
final class Valve {
  private final NetServer server;
  private final List<NetSocket> toRedis = new CopyOnWriteArrayList<>();
  private volatile boolean mute;
  private volatile boolean silent;

  Valve(Vertx vertx, int redis) {
    server =
        vertx
            .createNetServer()
            .connectHandler(
                node -> {
                  node.pause();
                  vertx
                      .createNetClient()
                      .connect(redis, "127.0.0.1")
                      .onSuccess(socket -> join(node, socket));
                });
    server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
  }

  String url() {
    return "redis://127.0.0.1:" + server.actualPort();
  }

  /** What Redis says gets lost; for connections made later too. */
  void mute(boolean on) {
    mute = on;
  }

  /** Redis sees the connections end, the node does not. */
  void cutOff() {
    silent = true;
    toRedis.forEach(NetSocket::close);
  }

  private void join(NetSocket node, NetSocket redis) {
    toRedis.add(redis);
    node.closeHandler(nothing -> redis.close());
    redis.closeHandler(
        nothing -> {
          if (!silent) {
            node.close();
          }
        });
    node.handler(redis::write);
    redis.handler(
        bytes -> {
          if (!mute) {
            node.write(bytes);
          }
        });
    node.resume();
  }
}
