package io.tertulia.cluster.redis.log;

import io.tertulia.cluster.log.LogServer.Unanswered;
import io.tertulia.cluster.redis.connection.Calls;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits for each answer: every stage is complete when it is returned. */
final class DirectCalls implements Calls {
  private final RedisConnection connection;

  DirectCalls(Vertx vertx, String url) {
    try {
      connection =
          Redis.createClient(vertx, url)
              .connect()
              .toCompletionStage()
              .toCompletableFuture()
              .get(20, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public CompletionStage<@Nullable Response> call(Request request) {
    try {
      return CompletableFuture.completedStage(
          connection
              .send(request)
              .toCompletionStage()
              .toCompletableFuture()
              .get(20, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      return CompletableFuture.failedStage(
          e.getCause() instanceof ErrorType error
              ? new RedisError(error.toString())
              : new Unanswered(true, String.valueOf(e.getCause())));
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What was sent in one write; an error is an answer like others. */
  List<String> batch(List<Request> requests) {
    return requests.stream()
        .map(
            request ->
                connection
                    .send(request)
                    .map(String::valueOf)
                    .otherwise(Throwable::toString)
                    .toCompletionStage()
                    .toCompletableFuture())
        .toList()
        .stream()
        .map(CompletableFuture::join)
        .toList();
  }

  RedisConnection connection() {
    return connection;
  }

  void close() {
    connection.close();
  }
}
