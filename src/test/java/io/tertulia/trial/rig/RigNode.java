package io.tertulia.trial.rig;

import io.tertulia.e2e.PackagedNode;
import io.tertulia.redis.RedisServer;
import io.tertulia.tcp.TcpProxy;
import io.tertulia.trial.machine.Descriptors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One node of the rig, its way to Redis and its clock. Any thread. */
public final class RigNode implements AutoCloseable {
  /** As long as a load balancer that asks once a second takes to see that a node has gone. */
  private static final Duration NOTICED = Duration.ofSeconds(1);

  /** Of the first line of a heap: the collectors word it alike. */
  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  private final int index;
  private final TcpProxy proxy;
  private final FakeClock clock;
  private final PackagedNode process;

  /** In nanoseconds; from then on nobody is sent here. */
  private volatile long usableUntil = Long.MAX_VALUE;

  RigNode(int index, Setup setup, int redisPort) {
    this.index = index;
    this.proxy = new TcpProxy(redisPort, RedisServer.SUBSCRIBING);
    this.clock = new FakeClock("node-" + index);
    try {
      this.process = PackagedNode.start(setup.way(index, proxy.port(), clock));
    } catch (AssertionError | RuntimeException e) {
      proxy.close();
      throw e;
    }
  }

  public int index() {
    return index;
  }

  /** {@code http://host:port}. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + process.port());
  }

  /** Between this node and Redis; connections that have subscribed to something are marked. */
  public TcpProxy link() {
    return proxy;
  }

  public int managementPort() {
    return process.managementPort();
  }

  public String log() {
    return process.log();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Whether a load balancer would send somebody here. */
  boolean isUsable() {
    return System.nanoTime() < usableUntil;
  }

  /** SIGTERM. A load balancer notices a moment later. */
  public CompletableFuture<Process> terminate() {
    leaveRotation();
    return process.terminate();
  }

  /** SIGKILL. */
  public void kill() {
    leaveRotation();
    process.kill();
  }

  /** SIGSTOP. */
  public void freeze() {
    leaveRotation();
    process.freeze();
  }

  /** SIGCONT. */
  public void thaw() {
    process.thaw();
    usableUntil = Long.MAX_VALUE;
  }

  /** After {@link #terminate} or {@link #kill}, on the same ports; returns when it is ready. */
  public void startAgain() {
    process.restart();
    usableUntil = Long.MAX_VALUE;
  }

  /** Moves its wall clock that far from the machine's. Within a second it is so. */
  public void setClock(Duration by) {
    clock.jump(by);
  }

  /** Its resident memory, in kilobytes. */
  public long residentKilobytes() {
    try {
      return Files.readAllLines(Path.of("/proc", "" + process.pid(), "status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many files and sockets it has open. */
  public int descriptors() {
    return Descriptors.of(process.pid());
  }

  /** What is left on its heap after a full collection, in kilobytes. */
  public long liveKilobytes() {
    String pid = "" + process.pid();
    jcmd(pid, "GC.run");
    Matcher used = USED.matcher(jcmd(pid, "GC.heap_info"));
    if (!used.find()) {
      throw new IllegalStateException("no heap in what jcmd says");
    }
    return Long.parseLong(used.group(1));
  }

  private static String jcmd(String... arguments) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    List<String> command = new ArrayList<>(List.of(jcmd.toString()));
    command.addAll(List.of(arguments));
    try {
      Process asked = new ProcessBuilder(command).redirectErrorStream(true).start();
      return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without a farewell: whatever it would still say is not part of the trial. */
  @Override
  public void close() {
    proxy.close();
    process.kill();
  }

  private void leaveRotation() {
    usableUntil = System.nanoTime() + NOTICED.toNanos();
  }
}
