package io.tertulia.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.e2e.FreePort;
import io.tertulia.redis.RedisConversation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code ./mvnw cluster} of this very project, on ports and in a folder of its own. */
final class RunningCluster implements AutoCloseable {
  private static final Path APPLICATION = Path.of("target", "quarkus-app", "quarkus-run.jar");
  private static final Path BUILT = Path.of("target", "started-build");
  private static final Duration OPEN_WITHIN = Duration.ofSeconds(180);
  private static final long STOPPED_WITHIN_SECONDS = 60;

  private final int nodes;
  private final int http;
  private final int management;
  private final int redis = FreePort.choose();
  private final Path folder;
  private final Path screen;
  private Process process;

  private RunningCluster(int nodes) {
    this.nodes = nodes;
    this.http = FreePort.chooseRow(nodes);
    this.management = FreePort.chooseRow(nodes);
    try {
      this.folder =
          Files.createTempDirectory(
              Files.createDirectories(Path.of("target", "clusters")), "cluster-");
      this.screen = folder.resolve("screen.log");
      program("redis-server", "echo 'Redis server v=5.0.14'");
      // What is packaged here has just been built, but not by the script.
      Files.write(BUILT, new byte[0]);
      Files.setLastModifiedTime(BUILT, Files.getLastModifiedTime(APPLICATION));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    startAgain();
  }

  /** Over the Redis that comes with a library: the one on the path is made to look too old. */
  static RunningCluster start(int nodes) {
    return new RunningCluster(nodes);
  }

  /** All of it, after {@link #stop}. */
  void startAgain() {
    process =
        launch(
            Redirect.to(screen.toFile()),
            "" + nodes,
            "-Dquarkus.http.port=" + http,
            "-Dquarkus.management.port=" + management,
            "-Dredis.port=" + redis);
    try {
      await()
          .atMost(OPEN_WITHIN)
          .failFast("it ended", () -> !process.isAlive())
          .until(() -> screen().contains("Ctrl-C stops everything."));
    } catch (RuntimeException e) {
      process.destroy();
      throw new AssertionError("The cluster did not open:\n" + screen(), e);
    }
  }

  /** What it has said since its start. */
  String screen() {
    try {
      return Files.readString(screen);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void awaitScreen(String words) {
    await().alias(words).until(() -> screen().contains(words));
  }

  String url(int node) {
    return "http://localhost:" + (http + node - 1);
  }

  int managementPort(int node) {
    return management + node - 1;
  }

  int redisPort() {
    return redis;
  }

  /** Asks Redis one thing. */
  String ask(String... command) {
    try (RedisConversation talk = new RedisConversation(redis)) {
      return String.valueOf(talk.ask(command));
    }
  }

  /** Where its data and its logs are. */
  Path folder() {
    return folder;
  }

  /** The process of a node, by what was written down when it was started last. */
  ProcessHandle node(int node) {
    return process("node-" + node);
  }

  ProcessHandle redis() {
    return process("redis");
  }

  /** {@code ./mvnw cluster …} once more beside it. */
  String run(String... words) {
    Path said = folder.resolve("said.log");
    Process command = launch(Redirect.to(said.toFile()), words);
    try {
      assertThat(command.waitFor(STOPPED_WITHIN_SECONDS, TimeUnit.SECONDS)).isTrue();
      return Files.readString(said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  /** Types a command that it has shown, beginning with these words. */
  String typeShown(String command) {
    Matcher shown = Pattern.compile("\\./mvnw (" + command + ".*)").matcher(screen());
    assertThat(shown.find()).as(command).isTrue();
    List<String> words = List.of(shown.group(1).split(" "));
    return run(words.subList(1, words.size()).toArray(String[]::new));
  }

  /** SIGTERM to the script alone. */
  int stop() {
    process.destroy();
    try {
      assertThat(process.waitFor(STOPPED_WITHIN_SECONDS, TimeUnit.SECONDS)).as("it ended").isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    stop();
  }

  private ProcessHandle process(String name) {
    try {
      String pid = Files.readString(folder.resolve(name + ".pid")).strip();
      return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process launch(Redirect output, String... words) {
    List<String> command = new ArrayList<>(List.of("./mvnw", "cluster"));
    Stream.of(words).forEach(command::add);
    command.add("-Dcluster.folder=" + folder);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder
        .environment()
        .merge("PATH", folder.resolve("bin").toAbsolutePath() + ":", (path, mine) -> mine + path);
    try {
      Process started = builder.start();
      // A test run that is cut short: the script stops the others.
      Runtime.getRuntime().addShutdownHook(new Thread(started::destroy));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void program(String name, String does) throws IOException {
    Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + does + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
