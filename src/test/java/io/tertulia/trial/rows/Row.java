package io.tertulia.trial.rows;

import io.tertulia.trial.Fault;
import io.tertulia.trial.Options;
import io.tertulia.trial.rows.living.Amended;
import io.tertulia.trial.rows.node.ClockJump;
import io.tertulia.trial.rows.node.CutOff;
import io.tertulia.trial.rows.node.NodeKilled;
import io.tertulia.trial.rows.node.NodeStopped;
import io.tertulia.trial.rows.node.RollingRestart;
import io.tertulia.trial.rows.node.SentAgain;
import io.tertulia.trial.rows.redis.OutOfMemory;
import io.tertulia.trial.rows.redis.RedisKilled;
import io.tertulia.trial.rows.redis.RedisWiped;
import io.tertulia.trial.rows.redis.SubscriberKilled;
import io.tertulia.trial.rows.redis.SubscriberOverflow;
import io.tertulia.trial.rows.redis.TailLost;
import io.tertulia.trial.rows.trust.PutOut;
import io.tertulia.trial.rows.trust.Revoked;
import java.time.Duration;
import java.util.function.Function;

/** The rows of testing.md that need no more than nodes and a Redis. */
enum Row {
  R1("nothing happens", options -> new Soak()),
  R2("Redis killed and started again", options -> new RedisKilled()),
  R3("Redis wiped", options -> new RedisWiped()),
  R4("subscriber connection killed again and again", options -> new SubscriberKilled()),
  R5("subscriber output buffer overflow", options -> new SubscriberOverflow()),
  R6("a node cut off from Redis", options -> new CutOff(length(options, 5, 30))),
  R7("a node killed", options -> new NodeKilled()),
  R8("a node stopped, then going on", options -> new NodeStopped(length(options, 10, 60))),
  R9("rolling restart", options -> new RollingRestart()),
  R14("sent again after a timeout", options -> new SentAgain()),
  R15("Redis out of memory", options -> new OutOfMemory()),
  R16("a replica promoted without the tail", options -> new TailLost()),
  R17("a clock that jumps", options -> new ClockJump()),
  // Last, because the tests take a row's seed from its place.
  R12("members who stop reading, then go on", options -> new SlowMembers()),
  R19("somebody banned who talks, listens and comes back", options -> new PutOut()),
  R20("people put out, one node deaf", options -> new Revoked()),
  R24_KILLED("messages change while Redis is killed", options -> new Amended(new RedisKilled())),
  R24_WIPED("messages change while Redis is wiped", options -> new Amended(new RedisWiped())),
  R24_CUT_OFF(
      "messages change while a node is cut off",
      options -> new Amended(new CutOff(length(options, 5, 30)))),
  R24_PROMOTED(
      "messages change while a replica is promoted", options -> new Amended(new TailLost())),
  R25("messages change while a node is killed", options -> new Amended(new NodeKilled()));

  private final String what;
  private final Function<Options, Fault> fault;

  Row(String what, Function<Options, Fault> fault) {
    this.what = what;
    this.fault = fault;
  }

  String what() {
    return what;
  }

  Fault fault(Options options) {
    return fault.apply(options);
  }

  /** In seconds; {@code -Dlength=…} has the last word. */
  private static Duration length(Options options, int brief, int full) {
    return Duration.ofSeconds(Integer.getInteger("length", options.brief() ? brief : full));
  }
}
