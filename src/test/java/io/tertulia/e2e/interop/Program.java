package io.tertulia.e2e.interop;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ConditionTimeoutException;

/** A running program of somebody else, with a keyboard (its input) and a screen (its output). */
final class Program implements AutoCloseable {

  private static final Path LOGS = Path.of("target", "e2e-logs");
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(20);

  private final Process process;
  private final File errors;
  private final Writer keyboard;

  /** Written by the reading thread only. */
  private final List<String> screen = new CopyOnWriteArrayList<>();

  private Program(Process process, File errors) {
    this.process = process;
    this.errors = errors;
    this.keyboard = process.outputWriter();
    Thread.ofVirtual().start(this::read);
  }

  static Program start(Map<String, String> environment, List<String> command) {
    try {
      Files.createDirectories(LOGS);
      File errors = Files.createTempFile(LOGS, "program-", ".log").toFile();
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors);
      // Without it Python writes in the machine's encoding, which need not know our characters.
      builder.environment().put("PYTHONUTF8", "1");
      builder.environment().putAll(environment);
      Process process = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new Program(process, errors);
    } catch (IOException e) {
      throw new AssertionError(
          "Cannot start " + command.getFirst() + ": install what src/test/e2e/install asks for", e);
    }
  }

  /** What it has printed, a prompt at the beginning of a line left out. */
  List<String> screen() {
    return List.copyOf(screen);
  }

  void awaitScreen(List<String> expected) {
    try {
      await().atMost(SHOWN_WITHIN).until(() -> screen().equals(expected));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "Expected " + expected + " but it shows " + screen() + "; its errors:\n" + errors(), e);
    }
  }

  void type(String line) {
    try {
      keyboard.write(line + "\n");
      keyboard.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("It no longer reads; its errors:\n" + errors(), e);
    }
  }

  String errors() {
    try {
      return Files.readString(errors.toPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  private void read() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        screen.add(line.replaceFirst("^(> )+", ""));
      }
    } catch (IOException closed) {
      // The program was closed while we read: there is nothing more to see.
    }
  }
}
