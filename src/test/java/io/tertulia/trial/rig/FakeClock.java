package io.tertulia.trial.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The wall clock of one process, which can be moved while it runs (libfaketime). Its monotonic
 * clock is left alone: that is what a real machine does when somebody sets its time.
 */
final class FakeClock {
  private static final Path LIBRARIES = Path.of("/usr/lib");
  private static final String LIBRARY = "libfaketimeMT.so.1";
  private final Path offset;

  FakeClock(String name) {
    try {
      Path folder = Files.createDirectories(Path.of("target", "trial"));
      this.offset = Files.createTempFile(folder, name + "-", ".clock").toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    jump(Duration.ZERO);
  }

  /** From within a second on the process reads the machine's time plus this. */
  void jump(Duration by) {
    try {
      Path next = Files.createTempFile(offset.getParent(), "next-", ".clock");
      Files.writeString(next, "%+d\n".formatted(by.toSeconds()));
      // In one step: the process may read it at any moment.
      Files.move(next, offset, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD", library(),
        "DONT_FAKE_MONOTONIC", "1",
        "FAKETIME_TIMESTAMP_FILE", offset.toString(),
        "FAKETIME_CACHE_DURATION", "1",
        // Else a wait of the JVM is woken again and again: a start takes half a minute.
        "FAKETIME_FORCE_MONOTONIC_FIX", "0");
  }

  private static String library() {
    try (Stream<Path> files = Files.find(LIBRARIES, 3, (file, is) -> file.endsWith(LIBRARY))) {
      return files
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      "There is no " + LIBRARY + ": install libfaketime (apt install faketime)"))
          .toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
