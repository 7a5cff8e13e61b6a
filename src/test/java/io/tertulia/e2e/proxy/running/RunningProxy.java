package io.tertulia.e2e.proxy.running;

import static java.util.stream.Collectors.toSet;
import static org.awaitility.Awaitility.await;

import io.tertulia.trial.machine.Descriptors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** A proxy that was started by our file for it. */
public final class RunningProxy implements AutoCloseable {
  private static final Path FOLDERS = Path.of("target", "proxies").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Lines of a log. */
  private static final int TAIL = 30;

  /** What Traefik answers where it has nothing to answer. */
  private static final int TEAPOT = 418;

  private final Proxy kind;
  private final Place place;
  private final SelfMade certificate;
  private final HttpClient browser;
  private volatile Process process;

  private RunningProxy(Proxy kind, Nodes nodes) throws IOException {
    this.kind = kind;
    Files.createDirectories(FOLDERS);
    Path folder = Files.createTempDirectory(FOLDERS, kind + "-");
    this.place = Place.in(folder, nodes);
    this.certificate = SelfMade.in(folder);
    this.browser = HttpClient.newBuilder().sslContext(certificate.trust()).build();
    Map<String, String> moves = kind.moves(place);
    for (String document : kind.documents()) {
      Path copy = folder.resolve(document);
      Files.createDirectories(copy.getParent());
      String text = Files.readString(kind.documentFolder().resolve(document));
      Files.writeString(copy, Place.moved(text, moves));
    }
    this.process = launch();
    // A test run that is cut short must not leave them behind; told politely, they end their own.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroy()));
  }

  private Process launch() {
    return Command.start(kind.command(place.folder()), logFile().toFile());
  }

  /** Returns when it listens. */
  static RunningProxy start(Proxy kind, Nodes nodes) {
    try {
      RunningProxy proxy = new RunningProxy(kind, nodes);
      proxy.awaitOpen();
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code http://host:port}, also for ws. */
  public URI plain() {
    return URI.create("http://127.0.0.1:" + place.port());
  }

  /** {@code https://host:port}, also for wss. */
  public URI secure() {
    return URI.create("https://127.0.0.1:" + place.tlsPort());
  }

  /** Trusts its certificate. */
  public HttpClient browser() {
    return browser;
  }

  public SelfMade certificate() {
    return certificate;
  }

  /** Returns when it has read its files again; most do that in a new process. */
  public void reload() {
    try {
      reloadAndAwait();
    } catch (AssertionError | ConditionTimeoutException e) {
      throw new AssertionError(
          "%s did not reload: %s%nWhat it said last:%n%s".formatted(kind, e.getMessage(), tail()),
          e);
    }
  }

  private void reloadAndAwait() {
    Set<Long> before = workers();
    Command.run(kind.reload(place.folder(), process.pid()), kind::unheard);
    switch (kind) {
      case NGINX, APACHE, HAPROXY ->
          await().atMost(PATIENCE).until(() -> !before.containsAll(workers()));
      case TRAEFIK -> await().atMost(PATIENCE).until(() -> status("/reloaded") == TEAPOT);
      case CADDY -> {} // its command waits for that
    }
  }

  /** SIGKILL, and at once a new one with the same files and ports; returns when it listens. */
  void killAndStartAgain() throws InterruptedException {
    process.destroyForcibly().waitFor();
    process = launch();
    awaitOpen();
  }

  /** How many files and sockets it has open. */
  int descriptors() {
    return Descriptors.of(process.pid());
  }

  private int status(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(plain().resolve(path)).build();
    return browser.send(request, BodyHandlers.discarding()).statusCode();
  }

  private Set<Long> workers() {
    return process.descendants().map(ProcessHandle::pid).collect(toSet());
  }

  String log() {
    try {
      return Files.readString(logFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String tail() {
    List<String> lines = log().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
  }

  @Override
  public void close() {
    List<ProcessHandle> workers = process.descendants().toList();
    process.destroy();
    try {
      process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    workers.forEach(ProcessHandle::destroyForcibly);
    browser.shutdownNow();
  }

  private Path logFile() {
    return place.folder().resolve("log");
  }

  private void awaitOpen() {
    try {
      await()
          .atMost(PATIENCE)
          .failFast(() -> !process.isAlive())
          .until(() -> listens(place.port()) && listens(place.tlsPort()));
    } catch (ConditionTimeoutException | TerminalFailureException e) {
      close();
      throw new AssertionError(kind + " did not open. What it said:\n" + log(), e);
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
