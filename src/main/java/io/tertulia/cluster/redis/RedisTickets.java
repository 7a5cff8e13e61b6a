package io.tertulia.cluster.redis;

import io.tertulia.cluster.log.FutureCompletion;
import io.tertulia.cluster.log.Loop;
import io.tertulia.cluster.redis.connection.Calls;
import io.tertulia.room.access.Tickets;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Tickets in Redis: one key for each, which ends by itself. How many there may be is bounded by the
 * rates of users and addresses; a memory that is full refuses more. By scripts, because nodes may
 * use neither SET nor GETDEL.
 */
final class RedisTickets implements Tickets {
  private static final String PUT =
      """
      -- KEYS: a ticket. ARGV: what it is, sealed; milliseconds of its life.
      -- Returns whether it is kept: a full memory refuses it.
      if type(redis.pcall('HSET', KEYS[1], 'sealed', ARGV[1])) == 'table' then return 0 end
      return redis.call('PEXPIRE', KEYS[1], ARGV[2])
      """;

  private static final String TAKE =
      """
      -- KEYS: a ticket. Returns it, sealed, or nil: who comes second finds none.
      -- Returns 0 when it cannot be taken away, as in a replica.
      local sealed = redis.call('HGET', KEYS[1], 'sealed')
      if type(redis.pcall('UNLINK', KEYS[1])) == 'table' then return 0 end
      return sealed
      """;

  /** Bytes of a ticket, about. */
  private static final int SOME = 1_024;

  private final Calls calls;
  private final Loop loop;
  private final String prefix;

  /**
   * @param prefix begins the name of every key
   */
  RedisTickets(Calls calls, Loop loop, String prefix) {
    this.calls = calls;
    this.loop = loop;
    this.prefix = prefix;
  }

  @Override
  public CompletionStage<Boolean> put(String name, String secret) {
    return call(run(PUT, name).arg(secret).arg(LIFE.toMillis()), secret.length())
        .thenApply(kept -> kept != null && kept.toString().equals("1"));
  }

  @Override
  public CompletionStage<@Nullable String> take(String name) {
    return call(run(TAKE, name), SOME).thenApply(RedisTickets::taken);
  }

  private static @Nullable String taken(@Nullable Response secret) {
    if (secret == null) {
      return null;
    }
    if (secret.type() == ResponseType.NUMBER) {
      throw new IllegalStateException("Redis lets nobody take a ticket");
    }
    return secret.toString();
  }

  /** Each under a tag of its own: in a cluster of Redis they lie all over it. */
  private Request run(String script, String name) {
    return Request.cmd(Command.EVAL).arg(script).arg(1).arg(prefix + ":ticket:{" + name + "}");
  }

  private CompletionStage<@Nullable Response> call(Request request, int bytes) {
    CompletableFuture<@Nullable Response> answer = new CompletableFuture<>();
    loop.execute(() -> FutureCompletion.answer(answer, () -> calls.call(request, bytes)));
    return answer;
  }
}
