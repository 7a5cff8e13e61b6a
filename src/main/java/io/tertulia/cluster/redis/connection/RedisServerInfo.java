package io.tertulia.cluster.redis.connection;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which Redis is at the other end of a connection, as it says itself in its greeting. By INFO and
 * not by ROLE, which older lists of what a node's user may do do not have.
 */
final class RedisServerInfo {
  /** What is asked; the answers come in this order. */
  static final List<Request> QUESTIONS =
      List.of(
          Request.cmd(Command.PING),
          Request.cmd(Command.INFO).arg("server"),
          Request.cmd(Command.INFO).arg("replication"));

  /** One for each process; the id of replication changes under a master that stays one. */
  private static final Pattern RUN = Pattern.compile("run_id:(\\w+)");

  private RedisServerInfo() {}

  /**
   * @param answers begin with those to {@link #QUESTIONS}
   * @return its id, which no other process has; fails when it is a replica
   */
  static Future<String> of(List<Response> answers) {
    if (!isMaster(answers.get(2).toString())) {
      return Future.failedFuture(OneMaster.REPLICA);
    }
    Matcher run = RUN.matcher(answers.get(1).toString());
    return Future.succeededFuture(run.find() ? run.group(1) : "");
  }

  static boolean isMaster(String replication) {
    return !replication.contains("role:slave");
  }
}
