package io.tertulia.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.e2e.FreePort;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * {@code src/docs/operations.md} is true: its blocks of commands are run one after the other, in an
 * empty folder, and say what is written behind them.
 */
class OperationsE2E {
  private static final Path PACKAGE = Path.of("target", "quarkus-app", "quarkus-run.jar");
  private static final int NODES = 3;
  private static final long WITHIN_SECONDS = 300;

  private Path folder;
  private Map<String, String> places;

  @BeforeEach
  void prepare() throws IOException {
    folder =
        Files.createTempDirectory(
                Files.createDirectories(Path.of("target", "operations")), "operations-")
            .toAbsolutePath();
    int http = FreePort.chooseRow(NODES) - 1;
    int management = FreePort.chooseRow(NODES) - 1;
    places = new LinkedHashMap<>();
    places.put("/opt/tertulia/quarkus-run.jar", PACKAGE.toAbsolutePath().toString());
    places.put("$((8080 + n))", "$((" + http + " + n))");
    places.put("$((9000 + n))", "$((" + management + " + n))");
    for (int n = 1; n <= NODES; n++) {
      places.put("localhost:" + (8080 + n), "localhost:" + (http + n));
      places.put("localhost:" + (9000 + n), "localhost:" + (management + n));
    }
    places.put("6379", "" + FreePort.choose());
    places.put("6380", "" + FreePort.choose());
  }

  /** What a block that failed has left running. */
  @AfterEach
  void end() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".pid")).toList()) {
        ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
            .filter(process -> process.info().command().orElse("").matches(".*(java|redis).*"))
            .ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  }

  @Test
  void its_commands_do_what_it_says() throws Exception {
    List<CommandBlock> ours =
        CommandBlock.of(Path.of("src/docs/operations.md")).stream()
            .filter(block -> block.test("OperationsE2E").equals("OperationsE2E"))
            .toList();
    assertThat(ours).hasSizeGreaterThan(5);
    for (CommandBlock block : ours) {
      String said = run(block.script());
      if (!block.expected().isEmpty()) {
        assertThat(said).as(block.script()).containsSubsequence(block.expected());
      }
    }
  }

  private String run(String script) throws IOException, InterruptedException {
    String here = script;
    for (Map.Entry<String, String> place : places.entrySet()) {
      here = here.replace(place.getKey(), place.getValue());
    }
    File said = Files.createTempFile(folder, "said", ".log").toFile();
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", here)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said);
    String java = Path.of(System.getProperty("java.home"), "bin").toString();
    builder.environment().merge("PATH", java + ":", (path, mine) -> mine + path);
    Process bash = builder.start();
    boolean ended = bash.waitFor(WITHIN_SECONDS, TimeUnit.SECONDS);
    String output = Files.readString(said.toPath());
    if (!ended) {
      bash.destroyForcibly();
    }
    assertThat(ended).as("it ended\n%s\n%s", script, output).isTrue();
    assertThat(bash.exitValue()).as("%s\n%s", script, output).isZero();
    return output;
  }
}
