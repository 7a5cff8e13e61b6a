package io.tertulia.cluster.redis;

import io.netty.channel.EventLoop;
import io.tertulia.cluster.redis.connection.VertxLoop;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Vert.x with one event loop for a test, and a way to look at what lives on it. */
final class Loops implements AutoCloseable {
  final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  final VertxLoop loop =
      new VertxLoop(vertx, (EventLoop) ((VertxInternal) vertx).getEventLoopGroup().next());

  Supplier<Redis> clients(String url) {
    return () -> Redis.createClient(vertx, new RedisOptions().setConnectionString(url));
  }

  void run(Runnable task) {
    ask(
        () -> {
          task.run();
          return true;
        });
  }

  /** What the loop answers. */
  <T> T ask(Supplier<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            answer.complete(question.get());
          } catch (RuntimeException | Error e) {
            answer.completeExceptionally(e);
          }
        });
    return answer.join();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
