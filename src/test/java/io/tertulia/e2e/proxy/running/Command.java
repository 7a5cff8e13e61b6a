package io.tertulia.e2e.proxy.running;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** Other people's programs. */
final class Command {
  private Command() {}

  private record Outcome(int code, String said) {}

  /** Runs it to its end, which has to be a good one. */
  static void run(List<String> command) {
    run(command, said -> false);
  }

  /**
   * Runs it to its end, which has to be a good one; once more, if it only did not hear what came of
   * it. For what does no harm when it is done twice.
   *
   * @param unheard whether it did not, by what it said
   */
  static void run(List<String> command, Predicate<String> unheard) {
    Outcome outcome = attempt(command);
    if (outcome.code != 0 && unheard.test(outcome.said)) {
      System.out.println(command + " is run once more; it said: " + outcome.said);
      outcome = attempt(command);
    }
    if (outcome.code != 0) {
      throw new AssertionError(command + " ended with " + outcome.code + ":\n" + outcome.said);
    }
  }

  private static Outcome attempt(List<String> command) {
    try {
      Path said = Files.createTempFile("command", ".log");
      int code = start(command, said.toFile()).waitFor();
      Outcome outcome = new Outcome(code, Files.readString(said));
      Files.delete(said);
      return outcome;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  /** A missing program fails. */
  static Process start(List<String> command, File log) {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(Redirect.appendTo(log))
          .start();
    } catch (IOException e) {
      throw new AssertionError(
          "Cannot start " + command.getFirst() + ": install it, .ci/run names its package", e);
    }
  }
}
