package io.tertulia.cluster.shard;

import io.tertulia.cluster.log.Loop;
import io.tertulia.cluster.redis.RedisPreflight;
import io.tertulia.cluster.redis.RedisPreflight.Finding;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with this Redis, for the person who runs the node: looked at when the node starts,
 * and again while the log cannot be reached or takes nothing. Each new finding is one line of the
 * log. On the cluster's loop; what was found is read from any thread.
 */
final class RedisHealthMonitor {
  private static final System.Logger LOG = System.getLogger(RedisHealthMonitor.class.getName());

  /** Milliseconds between two looks. */
  private static final long AGAIN = 5_000;

  private final Loop loop;
  private final RedisPreflight fitness;
  private final BooleanSupplier well;
  private volatile @Nullable String trouble;

  /**
   * @param well whether the log can be reached and takes what is said; asked on the loop
   */
  RedisHealthMonitor(Loop loop, RedisPreflight fitness, BooleanSupplier well) {
    this.loop = loop;
    this.fitness = fitness;
    this.well = well;
  }

  void start() {
    fitness.ask().thenAccept(this::found);
  }

  /** One sentence; null when nothing is wrong that is known of. */
  @Nullable String trouble() {
    return trouble;
  }

  private void found(@Nullable Finding finding) {
    String sentence = finding == null ? null : finding.sentence();
    if (sentence != null && !Objects.equals(sentence, trouble)) {
      LOG.log(System.Logger.Level.WARNING, sentence);
    }
    trouble = sentence;
    loop.after(AGAIN, this::again);
  }

  private void again() {
    if (well.getAsBoolean() && trouble == null) {
      loop.after(AGAIN, this::again);
    } else {
      start();
    }
  }
}
