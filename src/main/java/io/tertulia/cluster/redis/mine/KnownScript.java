package io.tertulia.cluster.redis.mine;

import io.tertulia.cluster.redis.connection.Calls;
import io.tertulia.cluster.redis.log.Scripts.Script;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A script that is called by its hash, and loaded where Redis has forgotten it. On the loop. */
record KnownScript(Calls calls, Script script) {
  /**
   * @param arguments what is added to the call behind its keys
   * @param bytes as for {@link Calls#call(Request, int)}
   */
  CompletionStage<@Nullable Response> call(
      String[] keys, UnaryOperator<Request> arguments, int bytes) {
    return calls
        .call(arguments.apply(script.call(keys)), bytes)
        .exceptionallyCompose(
            failure ->
                String.valueOf(failure.getMessage()).contains("NOSCRIPT")
                    ? calls
                        .call(script.load())
                        .thenCompose(
                            loaded -> calls.call(arguments.apply(script.call(keys)), bytes))
                    : CompletableFuture.failedStage(failure));
  }
}
