package io.tertulia.cluster.redis;

import io.tertulia.cluster.log.LogServer.Unanswered;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Publishes at most once: what is dropped is not said again. On the loop. */
final class Publisher {
  /** Publications that may be without an answer; one more is dropped. */
  private static final int MOST = 256;

  private final Calls calls;
  private int open;

  Publisher(Calls calls) {
    this.calls = calls;
  }

  /**
   * @return how many connections Redis sent it to; fails when it was dropped, or nothing is known
   */
  CompletionStage<@Nullable Response> publish(String channel, byte[] payload) {
    if (open >= MOST || !calls.isUp()) {
      return CompletableFuture.failedFuture(new Unanswered(false, "dropped"));
    }
    open++;
    Request request = Request.cmd(Command.PUBLISH).arg(channel).arg(payload);
    return calls
        .call(request, channel.length() + payload.length)
        .whenComplete((receivers, failure) -> open--);
  }
}
