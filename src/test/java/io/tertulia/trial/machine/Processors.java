package io.tertulia.trial.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The first line of {@code /proc/stat}, in ticks of all processors together.
 *
 * @param all that there were
 * @param stolen that the machine wanted, and its host gave to others
 */
record Processors(long all, long stolen) {
  private static final int NUMBERS = 8;
  private static final int STEAL = 8;

  /** In the middle between two moments. */
  Processors mean(Processors other) {
    return new Processors((all + other.all) / 2, (stolen + other.stolen) / 2);
  }

  static Processors read(Path proc) {
    try {
      String[] words = Files.readAllLines(proc.resolve("stat")).getFirst().split(" +");
      long all = 0;
      for (int i = 1; i <= NUMBERS; i++) {
        all += Long.parseLong(words[i]);
      }
      return new Processors(all, Long.parseLong(words[STEAL]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
