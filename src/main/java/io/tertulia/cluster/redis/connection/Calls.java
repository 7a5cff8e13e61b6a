package io.tertulia.cluster.redis.connection;

import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Commands on one connection that is kept up, pipelined: what is called in one tick of the loop
 * goes in one write. On the loop.
 */
public interface Calls {
  /**
   * Completes on the loop, in the order of the calls. Fails with {@link
   * io.tertulia.cluster.log.LogServer.Unanswered} when no answer came in time, and with {@link
   * RedisError} when Redis answered with an error.
   */
  CompletionStage<@Nullable Response> call(Request request);

  /**
   * The same for a call that may be large.
   *
   * @param bytes about how long it is, or its reply if that is longer: what waits, and what is
   *     under way, is bounded in bytes too
   */
  default CompletionStage<@Nullable Response> call(Request request, int bytes) {
    return call(request);
  }

  /** Whether a call would go to Redis now. */
  default boolean isUp() {
    return true;
  }

  /** Its Redis said, in the words of a script, that it is a replica: it is of no use any more. */
  default void demoted() {}

  /** Redis' own words. */
  final class RedisError extends Exception {
    private static final long serialVersionUID = 1;

    public RedisError(String words) {
      super(words, null, false, false);
    }
  }
}
