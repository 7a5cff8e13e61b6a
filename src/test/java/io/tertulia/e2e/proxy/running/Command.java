package io.tertulia.e2e.proxy.running;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Other people's programs. */
final class Command {
  private Command() {}

  /** Runs it to its end, which has to be a good one. */
  static void run(List<String> command) {
    try {
      Path said = Files.createTempFile("command", ".log");
      Process process = start(command, said.toFile());
      if (process.waitFor() != 0) {
        throw new AssertionError(
            command + " ended with " + process.exitValue() + ":\n" + Files.readString(said));
      }
      Files.delete(said);
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
