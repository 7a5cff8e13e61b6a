package io.tertulia.trial.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Ticks that processes have taken, as of one moment: those of a trial, and everybody else's.
 *
 * @param ours the numbers of the trial's
 * @param own of the trial's processes and of what they started; who has ended counts for its parent
 * @param others of all but those, the kernel's own threads, and who has put itself last (nice 19),
 *     which takes what nobody wants
 */
record Processes(Set<Integer> ours, long own, long others) {
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
   * @param takes whether the time of others is what it takes
   */
  private record One(int pid, int parent, boolean takes, long ticks) {}

  /**
   * @param proc the folder
   * @param before whose were the trial's a moment ago: who ends has neither words nor a parent
   * @param isRoot whether all below a process belongs to the trial
   */
  static Processes read(Path proc, Set<Integer> before, Predicate<Path> isRoot) {
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
        .forEach(
            pid -> roots.put(pid, before.contains(pid) || isRoot.test(proc.resolve("" + pid))));
    Set<Integer> ours = new HashSet<>();
    long own = 0;
    long others = 0;
    for (One one : all.values()) {
      if (isOurs(one, all, roots)) {
        ours.add(one.pid);
        own += one.ticks;
      } else if (one.takes) {
        others += one.ticks;
      }
    }
    return new Processes(ours, own, others);
  }

  private static boolean isOurs(One one, Map<Integer, One> all, Map<Integer, Boolean> roots) {
    List<Integer> seen = new ArrayList<>();
    One at = one;
    // The list is not of one moment, so that a number may lead in a circle.
    while (at != null && !seen.contains(at.pid)) {
      if (roots.getOrDefault(at.pid, false)) {
        return true;
      }
      seen.add(at.pid);
      at = all.get(at.parent);
    }
    return false;
  }

  private static void note(Path folder, Map<Integer, One> all) {
    int pid = Integer.parseInt(folder.getFileName().toString());
    try {
      String stat = Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ");
      long ticks = number(fields, UTIME) + number(fields, STIME);
      if (pid != INIT) {
        ticks += number(fields, CUTIME) + number(fields, CSTIME);
      }
      boolean kernel = (number(fields, FLAGS) & KERNEL_THREAD) != 0;
      boolean takes = !kernel && number(fields, NICE) < LAST;
      all.put(pid, new One(pid, (int) number(fields, PARENT), takes, ticks));
    } catch (IOException e) {
      // It has just ended.
    }
  }

  private static long number(String[] fields, int index) {
    return Long.parseLong(fields[index]);
  }
}
