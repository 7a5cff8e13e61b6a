package io.tertulia.trial.rows.redis;

import io.tertulia.redis.RedisServer;
import io.tertulia.tcp.TcpProxy;
import io.tertulia.trial.Fault;
import io.tertulia.trial.Trial;
import io.tertulia.trial.machine.Pause;
import io.tertulia.trial.oracle.Verdict;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** R16: a replica is promoted that does not have the last of what was acknowledged. */
public final class TailLost implements Fault {
  private static final Pattern OFFSET = Pattern.compile("master_repl_offset:(\\d+)");
  private static final Duration SYNCED_WITHIN = Duration.ofSeconds(20);
  private static final Duration STEP = Duration.ofMillis(50);

  @Override
  public void strike(Trial trial) {
    RedisServer master = trial.rig().redis();
    try (TcpProxy link = new TcpProxy(master.port())) {
      RedisServer replica = trial.rig().newRedis("--replicaof", "127.0.0.1 " + link.port());
      awaitSync(replica);
      Pause.of(Duration.ofMillis(1000 + trial.random().nextInt(1000)));
      link.silence();
      Pause.of(Duration.ofMillis(trial.options().brief() ? 1500 : 5000));
      long acked = offset(master);
      long had = offset(replica);
      master.kill();
      replica.ask("REPLICAOF", "NO", "ONE");
      trial.rig().promote(replica);
      trial.mark("the replica is master");
      trial.findings().fired("bytes not replicated: " + (acked - had), acked > had && had > 0);
    }
    trial.caughtUp(RedisKilled.CAUGHT_UP_WITHIN, "live again with the new master");
    trial.socketsStayOpen();
  }

  private static void awaitSync(RedisServer replica) {
    long end = System.nanoTime() + SYNCED_WITHIN.toNanos();
    while (!info(replica).contains("master_link_status:up")) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the replica did not get in step: " + info(replica));
      }
      Pause.of(STEP);
    }
  }

  private static long offset(RedisServer server) {
    Matcher offset = OFFSET.matcher(info(server));
    return offset.find() ? Long.parseLong(offset.group(1)) : 0;
  }

  private static String info(RedisServer server) {
    return String.valueOf(server.ask("INFO", "replication"));
  }

  @Override
  public void judge(Trial trial, Verdict verdict) {
    trial
        .findings()
        .atLeast(1, "entries repaired or announced", verdict.repaired() + verdict.resets());
    trial
        .findings()
        .atMost(RedisKilled.CAUGHT_UP_WITHIN, "slowest delivery", verdict.slowestDelivery());
  }
}
