package io.tertulia.cluster.redis;

import io.tertulia.cluster.log.Loop;
import io.tertulia.cluster.redis.connection.Reconnector;
import io.tertulia.cluster.redis.connection.RedisErrors;
import io.tertulia.cluster.redis.connection.RedisLink;
import io.tertulia.cluster.redis.log.RedisNames;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether this Redis is one that a node can work with: asked on a connection of its own, by doing
 * once what a node will do.
 */
public final class RedisPreflight {
  /**
   * What is wrong, in one sentence for the person who runs the node.
   *
   * @param fatal false for a warning: the node works, as far as it goes
   */
  public record Finding(boolean fatal, String sentence) {}

  /** Runs the commands of the log one by one, and says which one failed first. */
  private static final String PROBE =
      """
      -- Begins with what a full memory refuses: behind any other write it would not be refused.
      -- KEYS: a hash, a stream. ARGV: a channel. Returns nil, or the command and what Redis said.
      local M, L, C = KEYS[1], KEYS[2], ARGV[1]
      local commands = {
        {'INFO', 'replication'}, {'TIME'},
        {'XADD', L, 'MAXLEN', '1', '*', 'probe', ''}, {'XRANGE', L, '-', '+'},
        {'XTRIM', L, 'MAXLEN', '1'}, {'XDEL', L, '1'},
        {'XINFO', 'STREAM', L},
        {'UNLINK', M}, {'INCRBY', M, '0'}, {'UNLINK', M},
        {'ZADD', M, '0', 'probe'}, {'ZRANGEBYLEX', M, '-', '+'},
        {'ZREVRANGEBYLEX', M, '+', '-'}, {'ZLEXCOUNT', M, '-', '+'}, {'ZREM', M, 'probe'},
        {'ZREMRANGEBYLEX', M, '-', '+'}, {'UNLINK', M},
        {'HSET', M, 'probe', ''}, {'HGET', M, 'probe'}, {'HMGET', M, 'probe'}, {'HGETALL', M},
        {'HLEN', M}, {'HDEL', M, 'none'}, {'UNLINK', M},
        {'APPEND', M, 'probe'}, {'GETRANGE', M, '0', '-1'}, {'STRLEN', M},
        {'PEXPIRE', M, '60000'}, {'PEXPIRE', L, '60000'},
        {'XSETID', L, '18446744073709551615-0'}, {'UNLINK', M, L}, {'PUBLISH', C, ''}}
      for _, command in ipairs(commands) do
        local answer = redis.pcall(unpack(command))
        if type(answer) == 'table' and answer.err then return {command[1], answer.err} end
      end
      return false
      """;

  private final Loop loop;
  private final Supplier<Redis> clients;
  private final RedisNames names;
  private final RedisDiagnosis words;

  /**
   * @param clients as for {@link RedisLink}
   * @param address host and port as a person knows them, without a password
   */
  public RedisPreflight(Loop loop, Supplier<Redis> clients, String address, RedisNames names) {
    this.loop = loop;
    this.clients = clients;
    this.names = names;
    this.words = new RedisDiagnosis(address, names.prefix());
  }

  /**
   * Any thread; the answer comes on the loop.
   *
   * @return null when all is well; never fails
   */
  public CompletionStage<@Nullable Finding> ask() {
    CompletableFuture<@Nullable Finding> answer = new CompletableFuture<>();
    loop.execute(() -> dial(answer));
    return answer;
  }

  private void dial(CompletableFuture<@Nullable Finding> answer) {
    Redis client;
    try {
      client = clients.get();
    } catch (RuntimeException e) {
      answer.complete(words.unreachable(RedisErrors.of(e)));
      return;
    }
    var _ = answer.whenComplete((_, _) -> client.close());
    loop.after(Reconnector.CONNECT_MILLIS, () -> answer.complete(words.silent()));
    client
        .connect()
        .onFailure(e -> answer.complete(words.notConnected(RedisErrors.of(e))))
        .onSuccess(
            connection ->
                examine(connection)
                    .onSuccess(answer::complete)
                    .onFailure(e -> answer.complete(words.refused("", RedisErrors.of(e)))));
  }

  private Future<@Nullable Finding> examine(RedisConnection on) {
    return say(on, Request.cmd(Command.PING))
        .compose(_ -> say(on, Request.cmd(Command.INFO)))
        .compose(
            info -> {
              Finding unfit = words.unfit(String.valueOf(info));
              return unfit == null ? act(on, String.valueOf(info)) : Future.succeededFuture(unfit);
            })
        .recover(
            e ->
                e instanceof Refusal r
                    ? Future.succeededFuture(words.refused(r.command, RedisErrors.of(r)))
                    : Future.failedFuture(e));
  }

  /** What a node does: loads a script, stores and publishes, subscribes. */
  private Future<@Nullable Finding> act(RedisConnection on, String info) {
    String place = ":{~probe}:";
    String room = names.prefix() + place;
    String channel = names.channels() + place + "c";
    Request run = Request.cmd(Command.EVAL).arg(PROBE).arg(2).arg(room + "m").arg(room + "l");
    return say(on, Request.cmd(Command.SCRIPT).arg("LOAD").arg(PROBE))
        .compose(_ -> say(on, run.arg(channel)))
        .compose(
            failed ->
                failed == null
                    ? subscribe(on, channel).map(_ -> words.evicting(info))
                    : Future.succeededFuture(
                        words.refused(failed.get(0).toString(), failed.get(1).toString())));
  }

  /** The last thing on this connection: nothing else can be asked on it then. */
  private static Future<Void> subscribe(RedisConnection on, String channel) {
    Promise<Void> confirmed = Promise.promise();
    on.handler(
        push -> {
          if (push.type() == ResponseType.ERROR) {
            confirmed.tryFail(new Refusal("SUBSCRIBE", push.toString()));
          } else {
            confirmed.tryComplete();
          }
        });
    on.send(Request.cmd(Command.SUBSCRIBE).arg(channel)).onFailure(confirmed::tryFail);
    return confirmed.future();
  }

  private static Future<@Nullable Response> say(RedisConnection on, Request request) {
    String command = request.command().toString().toUpperCase(Locale.ROOT);
    return on.send(request)
        .recover(e -> Future.failedFuture(new Refusal(command, RedisErrors.of(e))));
  }

  /** A command, and what Redis said to it. */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1;
    private final String command;

    Refusal(String command, String words) {
      super(words, null, false, false);
      this.command = command;
    }
  }
}
