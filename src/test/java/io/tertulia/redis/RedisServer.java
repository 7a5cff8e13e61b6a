package io.tertulia.redis;

import static org.awaitility.Awaitility.await;

import io.tertulia.e2e.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real Redis on a port and in a folder of its own, on loopback. It can be stopped or killed and
 * started again; its data then is what it had written by that time.
 */
public final class RedisServer implements AutoCloseable {
  /** What stands in every command that subscribes to something, for a proxy to mark by. */
  public static final String SUBSCRIBING = "SUBSCRIBE\r\n";

  private static final Duration READY_WITHIN = Duration.ofSeconds(20);

  private final int port;
  private final RedisBinary binary;
  private final List<String> options;
  private final Path folder;
  private Process process;

  private RedisServer(int port, RedisBinary binary, List<String> options) {
    this.port = port;
    this.binary = binary;
    this.options = options;
    try {
      Files.createDirectories(Path.of("target", "redis"));
      this.folder = Files.createTempDirectory(Path.of("target", "redis"), "redis-" + port + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.process = launch();
    awaitReady();
  }

  /**
   * Without persistence, unless the options say so.
   *
   * @param options as on the command line: {@code "--appendonly", "yes"}
   */
  public static RedisServer start(RedisBinary binary, String... options) {
    return new RedisServer(FreePort.choose(), binary, List.of(options));
  }

  /** On a port that was chosen before. */
  public static RedisServer startOn(int port) {
    return new RedisServer(port, RedisBinary.any(), List.of());
  }

  /** As {@link RedisBinary#any} has it. */
  public static RedisServer start(String... options) {
    return start(RedisBinary.any(), options);
  }

  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  /** What {@code quarkus.redis.hosts} names it by. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Its folder: dump and log of appends. */
  public Path folder() {
    return folder;
  }

  /** A connection of one's own, to ask it something. */
  public RedisConversation talk() {
    return new RedisConversation(port);
  }

  /** Asks one thing. */
  public Object ask(String... command) {
    try (RedisConversation talk = talk()) {
      return talk.ask(command);
    }
  }

  /**
   * From now on it fails to write its dump, as with a full disk, and refuses whatever would change
   * something. A folder in the place of the file does not care for the rights of who runs the test.
   */
  public void fillDisk() {
    try {
      Files.createDirectories(folder.resolve("dump.rdb").resolve("full"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ask("CONFIG", "SET", "save", "3600 1");
    ask("BGSAVE");
    await().until(() -> ask("INFO", "persistence").toString().contains("bgsave_status:err"));
  }

  /** There is room again. */
  public void clearDisk() {
    ask("CONFIG", "SET", "save", "");
  }

  /** SIGKILL: nothing more is written. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** SIGTERM. */
  public void stop() {
    process.destroy();
    awaitEnd();
  }

  /** Starts it again, on the same port and with the same folder. */
  public void startAgain() {
    process = launch();
    awaitReady();
  }

  @Override
  public void close() {
    kill();
  }

  private Process launch() {
    List<String> command = new ArrayList<>();
    command.add(binary.path().toString());
    command.addAll(List.of("--port", "" + port, "--bind", "127.0.0.1", "--save", ""));
    command.addAll(List.of("--dir", folder.toString(), "--daemonize", "no"));
    command.addAll(options);
    try {
      Process started =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(folder.resolve("redis.log").toFile()))
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady() {
    await()
        .atMost(READY_WITHIN)
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .failFast("redis-server ended: see redis.log in " + folder, () -> !process.isAlive())
        .until(this::answers);
  }

  /** A password that we do not know, and a file that is still being loaded, are answers too. */
  private boolean answers() {
    String answer = String.valueOf(ask("PING"));
    return answer.equals("PONG") || answer.contains("NOAUTH");
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("redis-server outlived its end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
