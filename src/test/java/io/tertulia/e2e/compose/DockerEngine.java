package io.tertulia.e2e.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Docker Engine of its own, by {@code .ci/engines/docker}, and what is asked of it. */
final class DockerEngine implements AutoCloseable {
  private static final String ENGINES = ".ci/engines/build";
  private static final String DOCKER = ".ci/engines/docker";
  private static final Path LOGS = Path.of("target", "e2e-logs");

  /** An engine from its sources, a build of the image. */
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  private final Map<String, String> environment;

  private DockerEngine(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * @param environment of every command
   */
  static DockerEngine start(Map<String, String> environment) {
    DockerEngine engine = new DockerEngine(environment);
    engine.run(List.of(ENGINES, "traefik", "compose"));
    engine.docker("engine-up");
    System.out.print(engine.docker("stand-ins"));
    return engine;
  }

  /** What the command says; it must succeed. */
  String docker(String... words) {
    List<String> command = new ArrayList<>(List.of(DOCKER));
    command.addAll(List.of(words));
    return run(command);
  }

  private String run(List<String> command) {
    try {
      Files.createDirectories(LOGS);
      Path errors = Files.createTempFile(LOGS, "docker-", ".log");
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroy();
        throw new AssertionError(
            "%s did not succeed:%n%s%n%s".formatted(command, said, Files.readString(errors)));
      }
      Files.delete(errors);
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    docker("engine-down");
  }
}
