package io.tertulia.trial.rows.redis;

import io.tertulia.redis.RedisServer;
import io.tertulia.trial.Fault;
import io.tertulia.trial.Trial;
import io.tertulia.trial.machine.Pause;
import io.tertulia.trial.rig.RigNode;
import io.tertulia.trial.witness.Witness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Objects;

/** R5: a node does not read what it subscribed to, until Redis has enough of it. */
public final class SubscriberOverflow implements Fault {
  private static final String LIMIT = "client-output-buffer-limit";
  private static final String COMPLAINT = "output buffer limits";
  private static final int BIG = 60_000;

  /** Of {@value #BIG} bytes each: far more than the kernel takes for a connection. */
  private static final int MOST = 400;

  /** Said when Redis has closed and the node does not know it: to be caught up with. */
  private static final int SAID = 10;

  @Override
  public void strike(Trial trial) {
    RedisServer redis = trial.rig().redis();
    redis.ask("CONFIG", "SET", LIMIT, "pubsub 262144 0 0");
    int times = trial.options().brief() ? 1 : 5;
    for (int i = 0; i < times; i++) {
      Pause.of(Duration.ofMillis(500 + trial.random().nextInt(1000)));
      overflow(trial, trial.anyNode());
    }
    redis.ask("CONFIG", "SET", LIMIT, "pubsub 33554432 8388608 60");
    trial.socketsStayOpen();
  }

  private static void overflow(Trial trial, RigNode hurt) {
    long before = complaints(trial.rig().redis());
    int held = hurt.link().marked().hold();
    Witness speaker = trial.witnesses().one(trial.besides(hurt));
    // What only this node hears, and looks for nothing but its own probe in. Messages would be too
    // slow: a node that hears nothing for two seconds ends the subscription itself.
    String channel = "tertulia:node:node-" + hurt.index();
    int filled = 0;
    while (complaints(trial.rig().redis()) == before && filled < MOST) {
      trial.rig().redis().ask("PUBLISH", channel, "x".repeat(BIG));
      filled++;
    }
    for (int i = 0; i < SAID; i++) {
      speaker.say("while nothing is heard " + i).join();
    }
    long closed = complaints(trial.rig().redis()) - before;
    trial
        .findings()
        .fired(
            "%d subscriptions held, closed by Redis after %d big payloads: %d"
                .formatted(held, filled, closed),
            held > 0 && closed > 0);
    hurt.link().heal();
    trial.mark("the network reads again");
    trial.caughtUp(RedisKilled.CAUGHT_UP_WITHIN, "caught up from the log");
  }

  private static long complaints(RedisServer redis) {
    try {
      return Files.readString(Objects.requireNonNull(redis.folder()).resolve("redis.log"))
          .lines()
          .filter(line -> line.contains(COMPLAINT))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
