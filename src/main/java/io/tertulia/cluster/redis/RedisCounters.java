package io.tertulia.cluster.redis;

import io.tertulia.cluster.limits.Counters;
import io.tertulia.cluster.log.FutureCompletion;
import io.tertulia.cluster.log.LogServer.Unanswered;
import io.tertulia.cluster.log.Loop;
import io.tertulia.cluster.redis.connection.Calls;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Sums in Redis: one key for each name and window, which ends by itself. */
public final class RedisCounters implements Counters {
  private static final long KEPT = 2 * WINDOW.toMillis();

  private final Calls calls;
  private final Loop loop;
  private final String prefix;

  /**
   * @param prefix begins the name of every key
   */
  RedisCounters(Calls calls, Loop loop, String prefix) {
    this.calls = calls;
    this.loop = loop;
    this.prefix = prefix;
  }

  @Override
  public CompletionStage<long[]> add(List<Count> counts) {
    CompletableFuture<long[]> sums = new CompletableFuture<>();
    loop.execute(() -> FutureCompletion.answer(sums, () -> sum(counts)));
    return sums;
  }

  /** Answers come in the order of the calls, so with the last one all are there. */
  private CompletionStage<long[]> sum(List<Count> counts) {
    CompletableFuture<long[]> sums = new CompletableFuture<>();
    long[] all = new long[counts.size()];
    for (int i = 0; i < all.length; i++) {
      int at = i;
      String key = key(counts.get(i));
      calls
          .call(Request.cmd(Command.INCRBY).arg(key).arg(counts.get(i).amount()))
          .whenComplete((sum, failure) -> put(sum, failure, all, at, sums));
      calls.call(Request.cmd(Command.PEXPIRE).arg(key).arg(KEPT));
    }
    if (all.length == 0) {
      sums.complete(all);
    }
    return sums;
  }

  private static void put(
      @Nullable Response sum,
      @Nullable Throwable failure,
      long[] all,
      int at,
      CompletableFuture<long[]> sums) {
    Long value = sum == null ? null : sum.toLong();
    if (value == null) {
      sums.completeExceptionally(failure == null ? new Unanswered(true, "no sum") : failure);
      return;
    }
    all[at] = value;
    if (at == all.length - 1) {
      sums.complete(all);
    }
  }

  private String key(Count count) {
    String kind = count.kind().name().toLowerCase(Locale.ROOT);
    return prefix + ":rate:" + kind + ":" + count.name() + ":" + count.window();
  }
}
