package io.tertulia.trial.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The processes of one moment, by their numbers: those of a trial, and everybody else's.
 *
 * @param all of them
 */
record Processes(Map<Integer, One> all) {
  static final Processes NONE = new Processes(Map.of());

  /** Takes in the processes that others leave behind, with all they ever took. */
  private static final int INIT = 1;

  private static final int KERNEL_THREAD = 0x0020_0000;

  // Places in stat behind the name of the command, which may hold spaces and brackets.
  private static final int PARENT = 1;
  private static final int FLAGS = 6;
  private static final int UTIME = 11;
  private static final int STIME = 12;
  private static final int CUTIME = 13;
  private static final int CSTIME = 14;
  private static final int NICE = 16;

  private static final int LAST = 19;

  /**
   * @param ours whether it is the trial's
   * @param takes whether the time of others is what it takes: not so the kernel's own threads, and
   *     who has put itself last (nice 19), which takes what nobody wants
   * @param self ticks that it has taken itself
   * @param children ticks of those that it has started, waited for, and that have ended
   */
  record One(int parent, boolean ours, boolean takes, long self, long children) {
    private One of(boolean trial) {
      return new One(parent, trial, takes, self, children);
    }
  }

  /**
   * @param proc the folder
   * @param before as they were a moment ago: who is about to end has no words to be known by
   * @param isRoot whether all below a process belongs to the trial
   */
  static Processes read(Path proc, Processes before, Predicate<Path> isRoot) {
    Map<Integer, One> all = new HashMap<>();
    try (Stream<Path> folders = Files.list(proc)) {
      folders
          .filter(folder -> folder.getFileName().toString().matches("\\d+"))
          .forEach(folder -> note(folder, all));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<Integer, Boolean> roots = new HashMap<>();
    all.keySet()
        .forEach(pid -> roots.put(pid, before.isOurs(pid) || isRoot.test(proc.resolve("" + pid))));
    Map<Integer, One> told = new HashMap<>();
    all.forEach((pid, one) -> told.put(pid, one.of(isOurs(pid, all, roots))));
    return new Processes(told);
  }

  private boolean isOurs(int pid) {
    One one = all.get(pid);
    return one != null && one.ours;
  }

  private static boolean isOurs(int pid, Map<Integer, One> all, Map<Integer, Boolean> roots) {
    List<Integer> seen = new ArrayList<>();
    int at = pid;
    // The list is not of one moment, so that a number may lead in a circle.
    while (all.containsKey(at) && !seen.contains(at)) {
      if (roots.getOrDefault(at, false)) {
        return true;
      }
      seen.add(at);
      at = all.get(at).parent;
    }
    return false;
  }

  private static void note(Path folder, Map<Integer, One> all) {
    int pid = Integer.parseInt(folder.getFileName().toString());
    try {
      String stat = Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ");
      boolean kernel = (number(fields, FLAGS) & KERNEL_THREAD) != 0;
      all.put(
          pid,
          new One(
              (int) number(fields, PARENT),
              false,
              !kernel && number(fields, NICE) < LAST,
              number(fields, UTIME) + number(fields, STIME),
              pid == INIT ? 0 : number(fields, CUTIME) + number(fields, CSTIME)));
    } catch (IOException e) {
      // It has just ended.
    }
  }

  private static long number(String[] fields, int index) {
    return Long.parseLong(fields[index]);
  }
}
