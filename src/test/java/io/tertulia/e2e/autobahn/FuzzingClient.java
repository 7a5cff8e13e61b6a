package io.tertulia.e2e.autobahn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The suite's client, in a process of its own: it is Python, runs on the Jython that comes with it,
 * and ends its virtual machine when it is done. The build puts both into {@link #JARS}.
 */
final class FuzzingClient {
  private static final Path JARS = Path.of("target", "autobahn");
  private static final Path SCRIPT = Path.of("src", "test", "e2e", "autobahn.py");
  private static final Path REPORTS = JARS.resolve("reports");
  private static final Path LOG = JARS.resolve("log.txt");
  private static final long MINUTES = 18;

  List<CaseResult> run(URI echo) throws IOException {
    Files.createDirectories(JARS);
    Path index = REPORTS.resolve("index.json");
    Files.deleteIfExists(index);
    Process client =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jar("jython-standalone").toString(),
                SCRIPT.toString(),
                jar("autobahntestsuite").toString(),
                echo.toString(),
                REPORTS.toString())
            .redirectErrorStream(true)
            .redirectOutput(LOG.toFile())
            .start();
    await(client);
    if (!Files.exists(index)) {
      throw new AssertionError("The suite made no report. Its log: " + Files.readString(LOG));
    }
    return results(index);
  }

  private static void await(Process client) {
    try {
      if (!client.waitFor(MINUTES, TimeUnit.MINUTES)) {
        throw new AssertionError("The suite was not done in " + MINUTES + " minutes, see " + LOG);
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    } finally {
      client.destroyForcibly();
    }
  }

  private static Path jar(String name) throws IOException {
    try (Stream<Path> files = Files.list(JARS)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(name))
          .findFirst()
          .orElseThrow(
              () -> new AssertionError("no " + name + " in " + JARS + ": run ./mvnw -Pe2e verify"));
    }
  }

  private static List<CaseResult> results(Path index) throws IOException {
    JsonNode cases = new ObjectMapper().readTree(index.toFile()).path("tertulia");
    List<CaseResult> results = new ArrayList<>();
    cases
        .properties()
        .forEach(
            entry ->
                results.add(
                    new CaseResult(
                        entry.getKey(),
                        entry.getValue().path("behavior").asText(),
                        entry.getValue().path("behaviorClose").asText())));
    return results;
  }
}
