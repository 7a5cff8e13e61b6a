package io.tertulia.e2e.kube;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs programs to their end. One that is missing or fails, fails the test with what it said. */
final class Shell {
  private static final Path LOGS = Path.of("target", "e2e-logs");

  private final Map<String, String> environment;

  /**
   * @param output everything it said, errors too
   */
  record Outcome(int code, String output) {}

  Shell(Map<String, String> environment) {
    this.environment = environment;
  }

  /** What it said. */
  String run(List<String> command) {
    Outcome outcome = attempt(command);
    if (outcome.code() != 0) {
      throw new AssertionError(
          "%s ended with %d:%n%s"
              .formatted(String.join(" ", command), outcome.code(), outcome.output()));
    }
    return outcome.output();
  }

  /** By way of a file: what it leaves running behind would keep a pipe open. */
  Outcome attempt(List<String> command) {
    try {
      Files.createDirectories(LOGS);
      File said = Files.createTempFile(LOGS, "kube-", ".log").toFile();
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said);
      builder.environment().putAll(environment);
      int code = builder.start().waitFor();
      Outcome outcome = new Outcome(code, Files.readString(said.toPath()));
      Files.delete(said.toPath());
      return outcome;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A program that says something from time to time. */
  interface Lines extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * @param heard takes each line, on a thread of its own
   */
  Lines lines(List<String> command, Consumer<String> heard) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      Process process = builder.start();
      Thread.startVirtualThread(() -> process.inputReader().lines().forEach(heard));
      return process::destroy;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command, e);
    }
  }
}
