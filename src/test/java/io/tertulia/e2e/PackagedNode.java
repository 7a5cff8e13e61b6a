package io.tertulia.e2e;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/**
 * The packaged application as a user runs it: a process of its own with its own ports. It can be
 * stopped, killed and started again on the same ports; {@link #log()} then holds all its lives.
 */
public final class PackagedNode implements AutoCloseable {

  private static final Path APPLICATION = Path.of("target", "quarkus-app");
  private static final Path LOGS = Path.of("target", "e2e-logs");
  private static final Duration READY_WITHIN = Duration.ofSeconds(90);

  /** Longer than the 20 s in which a node promises to exit after SIGTERM. */
  private static final long STOPPED_WITHIN_SECONDS = 30;

  private final int port = FreePort.choose();
  private final int managementPort = FreePort.choose();
  private final Path application;
  private final Way way;
  private final File log;
  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;

  /**
   * How a node is run.
   *
   * @param jvm flags of the JVM, like {@code -Xmx256m}
   * @param environment beside that of the tests
   * @param settings of the form {@code key=value}
   */
  public record Way(List<String> jvm, Map<String, String> environment, List<String> settings) {}

  private PackagedNode(Path folder, Way way) {
    this.application = folder.resolve("quarkus-run.jar");
    this.way = way;
    this.log = newLog(port);
    this.process = launch();
  }

  /** Starts a node with settings of the form {@code key=value} and returns when it is ready. */
  public static PackagedNode start(String... settings) {
    return start(new Way(List.of(), Map.of(), List.of(settings)));
  }

  /** Starts a node that is not expected to get ready, and returns at once. */
  public static PackagedNode launch(String... settings) {
    return new PackagedNode(APPLICATION, new Way(List.of(), Map.of(), List.of(settings)));
  }

  /** Starts a node and returns when it is ready. */
  public static PackagedNode start(Way way) {
    return start(APPLICATION, way);
  }

  /** Starts a node of another package and returns when it is ready. */
  public static PackagedNode start(Path folder, Way way) {
    PackagedNode node = new PackagedNode(folder, way);
    node.awaitReady();
    return node;
  }

  /** Starts it again on the same ports with the same settings; stops it first if it still runs. */
  public void restart() {
    stop();
    process = launch();
    awaitReady();
  }

  /** SIGTERM, without waiting for what comes of it. */
  public CompletableFuture<Process> terminate() {
    process.destroy();
    return process.onExit();
  }

  /** SIGSTOP: it stands still with all it holds, sockets too. */
  public void freeze() {
    signal("STOP");
  }

  /** SIGCONT. */
  public void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      int code = new ProcessBuilder("kill", "-" + name, "" + pid()).start().waitFor();
      if (code != 0) {
        throw new IllegalStateException("kill -" + name + " " + pid() + " ended with " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public int port() {
    return port;
  }

  public int managementPort() {
    return managementPort;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Everything the node has written to its output and error streams. */
  public String log() {
    try {
      return Files.readString(log.toPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where that stands. */
  public Path logFile() {
    return log.toPath().toAbsolutePath();
  }

  /** SIGTERM, as an orchestrator stops it, and SIGKILL when it has not gone long after. */
  public void stop() {
    process.destroy();
    if (!exited(STOPPED_WITHIN_SECONDS)) {
      kill();
    }
  }

  /** SIGKILL: no farewell to anybody. */
  public void kill() {
    process.destroyForcibly();
    if (!exited(STOPPED_WITHIN_SECONDS)) {
      throw new IllegalStateException("Process " + process.pid() + " outlived SIGKILL");
    }
  }

  @Override
  public void close() {
    stop();
  }

  private Process launch() {
    if (!Files.exists(application)) {
      throw new IllegalStateException(
          "There is no " + application + ": package the application first (./mvnw package)");
    }
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command())
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(log));
      builder.environment().putAll(way.environment());
      Process started = builder.start();
      // A test run that is cut short must not leave nodes behind on a shared machine.
      Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static File newLog(int port) {
    try {
      Files.createDirectories(LOGS);
      return Files.createTempFile(LOGS, "node-" + port + "-", ".log").toFile();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseG1GC");
    command.add("-XX:+UseCompactObjectHeaders");
    command.addAll(way.jvm());
    command.add("-Dquarkus.http.port=" + port);
    command.add("-Dquarkus.management.port=" + managementPort);
    way.settings().forEach(setting -> command.add("-D" + setting));
    command.add("-jar");
    command.add(application.toString());
    return command;
  }

  private void awaitReady() {
    try {
      await()
          .atMost(READY_WITHIN)
          .pollInterval(Duration.ofMillis(100))
          .ignoreExceptionsInstanceOf(IOException.class)
          .failFast(() -> !process.isAlive())
          .until(this::isReady);
    } catch (ConditionTimeoutException | TerminalFailureException e) {
      String fate = process.isAlive() ? "was not ready in " + READY_WITHIN : "exited";
      kill();
      throw new AssertionError("The node " + fate + ". Its log:\n" + log(), e);
    }
  }

  private boolean isReady() throws IOException, InterruptedException {
    URI ready = URI.create("http://127.0.0.1:" + managementPort + "/q/health/ready");
    HttpRequest request = HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(5)).build();
    return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
  }

  private boolean exited(long seconds) {
    try {
      return process.waitFor(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }
}
