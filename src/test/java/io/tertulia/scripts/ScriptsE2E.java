package io.tertulia.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every script of the shell, as ShellCheck reads it; what they source is read with them. */
class ScriptsE2E {
  @Test
  void shellcheck_has_nothing_to_say() throws IOException, InterruptedException {
    List<String> scripts = scripts();
    assertThat(scripts).contains("./mvnw", "./src/main/scripts/start", "./.ci/run");

    List<String> command =
        new ArrayList<>(List.of("shellcheck", "--check-sourced", "--external-sources"));
    command.addAll(scripts);
    Process check = start(command);
    String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said).isEmpty();
    assertThat(check.waitFor()).isZero();
  }

  private static Process start(List<String> command) {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new AssertionError("shellcheck is missing: install it (Debian: shellcheck)", e);
    }
  }

  private static List<String> scripts() throws IOException {
    try (Stream<Path> root = Files.list(Path.of("."));
        Stream<Path> ours = Files.walk(Path.of("./src"));
        Stream<Path> builders = Files.walk(Path.of("./.ci"))) {
      return Stream.of(root, ours, builders)
          .flatMap(files -> files)
          .filter(ScriptsE2E::isScript)
          .map(Path::toString)
          .toList();
    }
  }

  /** By its first line. */
  private static boolean isScript(Path file) {
    if (!Files.isRegularFile(file) || !Files.isExecutable(file)) {
      return false;
    }
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return lines.findFirst().orElse("").matches("#!.*\\b(ba)?sh");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
