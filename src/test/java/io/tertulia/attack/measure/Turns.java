package io.tertulia.attack.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process or some of its threads have had of the processors. Of threads, those that have
 * ended do not count.
 *
 * @param ran nanoseconds
 * @param waited nanoseconds in which they could have run, and others did
 */
public record Turns(long ran, long waited) {
  static final Turns NONE = new Turns(0, 0);

  // Places in stat behind the name of the command.
  private static final int USER = 11;
  private static final int SYSTEM = 12;

  /** Of the kernel's clock, in nanoseconds. */
  private static final long TICK = 10_000_000;

  /**
   * @param names how the threads' names begin; none for the process
   */
  public static Turns of(long pid, String... names) {
    return of(Path.of("/proc/" + pid), names);
  }

  static Turns of(Path process, String... names) {
    return names.length == 0 ? whole(process) : some(process, names);
  }

  /** With those that have ended; how long they have waited is not known. */
  private static Turns whole(Path process) {
    String stat = read(process, "stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
    return fields.length <= SYSTEM
        ? NONE
        : new Turns((Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) * TICK, 0);
  }

  private static Turns some(Path process, String... names) {
    try (Stream<Path> threads = Files.list(process.resolve("task"))) {
      return threads
          .filter(thread -> isNamed(thread, names))
          .map(Turns::of)
          .reduce(NONE, Turns::plus);
    } catch (IOException e) {
      return NONE;
    }
  }

  private Turns plus(Turns other) {
    return new Turns(ran + other.ran, waited + other.waited);
  }

  private static boolean isNamed(Path thread, String... names) {
    String own = read(thread, "comm");
    return Arrays.stream(names).anyMatch(own::startsWith);
  }

  private static Turns of(Path thread) {
    List<String> words = List.of(read(thread, "schedstat").strip().split(" "));
    return words.size() < 2
        ? NONE
        : new Turns(Long.parseLong(words.get(0)), Long.parseLong(words.get(1)));
  }

  /** Nothing of one that has just ended. */
  private static String read(Path thread, String what) {
    try {
      return Files.readString(thread.resolve(what));
    } catch (IOException e) {
      return "";
    }
  }
}
