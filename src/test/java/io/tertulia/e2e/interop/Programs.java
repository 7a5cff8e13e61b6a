package io.tertulia.e2e.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Where the programs of other people lie that {@code src/test/e2e/install} has installed, and how
 * each is started. A missing or outdated one fails the test with what to run.
 */
final class Programs {

  private static final Path SOURCES = Path.of("src", "test", "e2e");
  private static final Path INSTALLED =
      Path.of(
          Objects.requireNonNullElse(
              System.getenv("TERTULIA_E2E_PROGRAMS"), "target/e2e-programs"));
  private static final List<String> PINS = List.of("requirements.txt", "package-lock.json");

  private Programs() {}

  /** A Python script of ours, with the pinned packages. */
  static Program python(Map<String, String> environment, String script, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(INSTALLED.resolve("venv/bin/python").toString());
    command.add(SOURCES.resolve(script).toString());
    command.addAll(List.of(arguments));
    return start(environment, command);
  }

  /** A Node script of ours, with the pinned packages. */
  static Program node(String script, String... arguments) {
    return node(SOURCES.resolve(script), arguments);
  }

  static Program wscat(String... arguments) {
    return node(INSTALLED.resolve("node_modules/wscat/bin/wscat"), arguments);
  }

  private static Program node(Path script, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add("node");
    command.add(script.toString());
    command.addAll(List.of(arguments));
    String modules = INSTALLED.resolve("node_modules").toAbsolutePath().toString();
    return start(Map.of("NODE_PATH", modules), command);
  }

  private static Program start(Map<String, String> environment, List<String> command) {
    if (!PINS.stream().allMatch(Programs::isInstalled)) {
      throw new AssertionError(
          "The programs of this test are missing or older than their pins in "
              + INSTALLED
              + ": run src/test/e2e/install");
    }
    return Program.start(environment, command);
  }

  private static boolean isInstalled(String pin) {
    try {
      Path copy = INSTALLED.resolve(pin);
      return Files.exists(copy) && Files.mismatch(SOURCES.resolve(pin), copy) == -1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
