package io.tertulia.trial.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Watches this machine from the beginning of a trial on, looking once a second. The trial is this
 * process with all that it started, and what Docker and Kubernetes of the engines' folder run:
 * containers are nobody's children.
 */
public final class Machine implements AutoCloseable {
  private static final Path PROC = Path.of("/proc");
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int WORST_LOOKS = 5;

  private final Path proc;
  private final Predicate<Path> isRoot;
  private final Thread thread;

  /** Guarded by this. */
  private final List<Look> looks = new ArrayList<>();

  /** Guarded by this. */
  private final Ticks ticks = new Ticks();

  /** Ticks that have passed by then. */
  private record Look(long at, Processors processors, long own, long others) {}

  private Machine(Path proc, Predicate<Path> isRoot) {
    this.proc = proc;
    this.isRoot = isRoot;
    look();
    this.thread = Thread.ofPlatform().daemon().name("machine").start(this::run);
  }

  public static Machine watch() {
    String engines =
        System.getenv()
            .getOrDefault(
                "TERTULIA_ENGINES", System.getProperty("user.home") + "/.cache/tertulia/engines");
    String self = "" + ProcessHandle.current().pid();
    return of(PROC, folder -> folder.endsWith(self) || names(folder, engines));
  }

  static Machine of(Path proc, Predicate<Path> isRoot) {
    return new Machine(proc, isRoot);
  }

  /** A moment to look back to. */
  public synchronized int moment() {
    look();
    return looks.size() - 1;
  }

  /** From the beginning until now. */
  public Use use() {
    return useSince(0);
  }

  /** From a {@link #moment} until now. */
  public synchronized Use useSince(int moment) {
    look();
    Look first = looks.get(moment);
    Look last = looks.getLast();
    double worst = 0;
    for (int i = moment; i < looks.size(); i++) {
      int end = Math.min(i + WORST_LOOKS, looks.size() - 1);
      if (end - i == WORST_LOOKS) {
        worst = Math.max(worst, others(looks.get(i), looks.get(end)));
      }
    }
    double others = others(first, last);
    Duration span = Duration.ofNanos(last.at - first.at);
    return new Use(span, share(first, last, last.own - first.own), others, Math.max(worst, others));
  }

  private static double others(Look from, Look to) {
    long stolen = to.processors.stolen() - from.processors.stolen();
    return share(from, to, to.others - from.others + stolen);
  }

  private static double share(Look from, Look to, long ticks) {
    return Math.min(1, (double) ticks / Math.max(1, to.processors.all() - from.processors.all()));
  }

  private synchronized void look() {
    Processors begun = Processors.read(proc);
    Processes processes = Processes.read(proc, ticks.last(), isRoot);
    // To look takes its time where there is none.
    Processors processors = Processors.read(proc).mean(begun);
    ticks.seen(processes);
    looks.add(new Look(System.nanoTime(), processors, ticks.own(), ticks.others()));
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(LOOK);
        look();
      }
    } catch (InterruptedException e) {
      // Watched for long enough.
    }
  }

  /** Not what builds them. */
  private static boolean names(Path process, String engines) {
    try {
      String command = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
      return command.contains(engines + "/docker-engine/") || command.contains(engines + "/kube/");
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
