package io.tertulia.cluster.redis;

import io.tertulia.cluster.log.LogServer.Unanswered;
import io.tertulia.cluster.redis.connection.Calls;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Publishes at most once: what is dropped is not said again. One for each kind of speaker, so that
 * what users send crowds out nothing that nodes tell each other. On the loop.
 */
final class Publisher {
  private final Calls calls;
  private final int most;
  private final long mostBytes;
  private int open;
  private long openBytes;

  /**
   * @param most publications that may be without an answer; one more is dropped
   * @param mostBytes of them all
   */
  Publisher(Calls calls, int most, long mostBytes) {
    this.calls = calls;
    this.most = most;
    this.mostBytes = mostBytes;
  }

  /**
   * @return how many connections Redis sent it to; fails when it was dropped, or nothing is known
   */
  CompletionStage<@Nullable Response> publish(String channel, byte[] payload) {
    int bytes = channel.length() + payload.length;
    if (open >= most || openBytes + bytes > mostBytes || !calls.isUp()) {
      return CompletableFuture.failedFuture(new Unanswered(false, "dropped"));
    }
    open++;
    openBytes += bytes;
    Request request = Request.cmd(Command.PUBLISH).arg(channel).arg(payload);
    return calls
        .call(request, bytes)
        .whenComplete(
            (receivers, failure) -> {
              open--;
              openBytes -= bytes;
            });
  }
}
