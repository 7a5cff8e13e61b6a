package io.tertulia.trial.rows;

import io.tertulia.redis.RedisBinary;
import io.tertulia.trial.Fault;
import io.tertulia.trial.Options;
import io.tertulia.trial.Report;
import io.tertulia.trial.Trial;
import io.tertulia.trial.rig.ClusterRig;
import io.tertulia.trial.rig.Setup;
import java.util.Arrays;

/**
 * Runs one row: {@code ./mvnw trial -Drow=R2 -Dseed=7 -Dseconds=60}. Its exit code says whether it
 * was clean, and whether all of it was judged.
 */
public final class TrialMain {
  private static final int NOT_CLEAN = 1;
  private static final int MISUSED = 2;
  private static final int NOT_JUDGED = 3;

  private TrialMain() {}

  public static void main(String[] arguments) {
    Row row = row(System.getProperty("row", ""));
    if (row == null) {
      System.err.println("Which fault? For example: ./mvnw trial -Drow=R2 -Dseed=7 -Dseconds=60");
      Arrays.stream(Row.values())
          .forEach(known -> System.err.println("  " + known + "  " + known.what()));
      System.exit(MISUSED);
      return;
    }
    Report report = run(row, options());
    System.out.println(report);
    System.exit(!report.isClean() ? NOT_CLEAN : report.isJudged() ? 0 : NOT_JUDGED);
  }

  private static Report run(Row row, Options options) {
    Fault fault = row.fault(options);
    System.out.printf("%s: %s, seed %d%n", row, row.what(), options.seed());
    try (ClusterRig rig = ClusterRig.start(fault.setup(setup()))) {
      return Trial.run(row.name(), fault, rig, options);
    }
  }

  private static Setup setup() {
    Setup setup = Setup.of(Integer.getInteger("nodes", 3));
    String redis = System.getProperty("redis");
    return redis == null
        ? setup
        : setup.on(RedisBinary.valueOf(redis.toUpperCase(java.util.Locale.ROOT)));
  }

  private static Options options() {
    long seed = Long.getLong("seed", System.currentTimeMillis() % 1_000_000);
    boolean brief = System.getProperty("brief") != null;
    int seconds = Integer.getInteger("seconds", brief ? 20 : 120);
    Options options = brief ? Options.brief(seed, seconds) : Options.full(seed, seconds);
    return options
        .with(Integer.getInteger("rooms", 50), Integer.getInteger("members", 150))
        .counting(Integer.getInteger("deliveries", options.deliveries()));
  }

  private static @org.jspecify.annotations.Nullable Row row(String name) {
    return Arrays.stream(Row.values())
        .filter(row -> row.name().equalsIgnoreCase(name))
        .findFirst()
        .orElse(null);
  }
}
